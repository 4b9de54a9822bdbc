package io.tasksweep.store;

import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Leases that are taken through their store's breaker. A held lease bypasses the breaker and keeps trying, whatever the store does. */
public record CircuitBreakerLeases(Leases leases, StoreCircuit circuit) implements Leases {
    @Override
    public Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen) {
        return circuit.ask(() -> leases.take(intent, seen));
    }

    @Override
    public Future<Boolean> withdraw(Receipt intent, Optional<Receipt> seen) {
        return circuit.ask(() -> leases.withdraw(intent, seen));
    }

    @Override
    public Future<Boolean> held(TaskId taskId) {
        return circuit.ask(() -> leases.held(taskId));
    }
}
