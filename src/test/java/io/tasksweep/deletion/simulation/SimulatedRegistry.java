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
        Aims.Reading reading = world.aims().asks(node, taskId);
        return heard(looked(taskId, reading), reading);
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        Aims.Reading reading = world.aims().asks(node, taskId);
        return heard(looked(taskId, reading).map(Registered::state), reading);
    }

    private Future<Registered> looked(TaskId taskId, Aims.Reading reading) {
        long asked = world.time().now();
        return node.wire()
                .call(
                        Operation.LOOK,
                        () -> {
                            reading.read();
                            return world.registry().look(taskId).result();
                        },
                        found -> world.ledger().saw(node, ResourceKind.REDIS, asked, found.keys()));
    }

    /** Whoever has asked knows what it says, unless it comes too late. */
    private <T> Future<T> heard(Future<T> answer, Aims.Reading reading) {
        return answer.onSuccess(state -> {
            if (!node.clock().hasGivenUp(answer)) {
                reading.heard();
            }
        });
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return lookAgain(taskId, seen);
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        Aims.Reading reading = world.aims().asks(node, taskId);
        Future<TaskState> answer = node.wire()
                .call(
                        Operation.LOOK_AGAIN,
                        () -> {
                            reading.read();
                            return world.registry().lookAgain(taskId, seen).result();
                        },
                        state -> {});
        node.looksAgain(answer);
        return heard(answer, reading);
    }

    @Override
    public Failure explain(Throwable cause) {
        return cause instanceof Wire.Outage ? Wire.BROKEN : world.registry().explain(cause);
    }
}
