package io.tasksweep.store;

import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Receipts that are read through their store's breaker. */
public record CircuitBreakerReceipts(Receipts receipts, StoreBreaker breaker) implements Receipts {
    @Override
    public Future<Optional<Receipt>> find(TaskId taskId) {
        return breaker.ask(() -> receipts.find(taskId));
    }

    @Override
    public Failure explain(Throwable cause) {
        return StoreBreaker.explain(cause, receipts::explain);
    }
}
