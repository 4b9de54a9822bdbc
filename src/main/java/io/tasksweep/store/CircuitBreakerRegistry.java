package io.tasksweep.store;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;

/** A registry that is called through its store's breaker. */
public record CircuitBreakerRegistry(TaskRegistry registry, StoreCircuit circuit) implements TaskRegistry {
    @Override
    public Future<Registered> look(TaskId taskId) {
        return circuit.ask(() -> registry.look(taskId));
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        return circuit.ask(() -> registry.state(taskId));
    }

    @Override
    public void release(Registered seen) {
        registry.release(seen);
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        return circuit.ask(() -> registry.lookAgain(taskId, seen));
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return circuit.ask(() -> registry.readAgain(taskId, seen));
    }

    @Override
    public Failure explain(Throwable cause) {
        return StoreCircuit.explain(cause, registry::explain);
    }
}
