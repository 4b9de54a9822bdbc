package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;

/** The tasks' states as one node sees them. */
final class SimulatedRegistry implements TaskRegistry {
    private final SimulatedWorld world;
    private final SimulatedNode node;

    SimulatedRegistry(SimulatedWorld world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    @Override
    public Future<Registered> look(TaskId taskId) {
        long asked = world.time().now();
        return node.wire()
                .call(
                        Operation.LOOK,
                        () -> world.registry().look(taskId).result(),
                        found -> world.ledger().saw(node, ResourceKind.REDIS, asked, found.keys()));
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        return look(taskId).map(Registered::state);
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return lookAgain(taskId, seen);
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        return node.wire()
                .call(
                        Operation.LOOK_AGAIN,
                        () -> world.registry().lookAgain(taskId, seen).result(),
                        state -> {});
    }

    @Override
    public Failure explain(Throwable cause) {
        return cause instanceof Wire.Outage ? Wire.BROKEN : world.registry().explain(cause);
    }
}
