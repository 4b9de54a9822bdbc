package io.tasksweep.store;

import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Receipts that are read through their store's breaker. */
public record CircuitBreakerReceipts(Receipts receipts, StoreCircuit circuit) implements Receipts {
    @Override
    public Future<Optional<Receipt>> find(TaskId taskId) {
        return circuit.ask(() -> receipts.find(taskId));
    }

    @Override
    public Failure explain(Throwable cause) {
        return StoreCircuit.explain(cause, receipts::explain);
    }
}
