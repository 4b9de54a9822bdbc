package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries one node's operations to the stores and the answers back. What is on its way is carried out even if the node is dead by
 * then; an answer reaches only the node that asked.
 */
final class Wire {
    static final Failure BROKEN = new Failure(FailureCode.UNAVAILABLE, "It is broken for a simulation.");

    private final SimulatedWorld world;
    private final SimulatedNode node;

    Wire(SimulatedWorld world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    /** A store that is out says so. It has no stack trace: many come. */
    static final class Outage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Outage() {
            super("broken for a simulation", null, false, false);
        }
    }

    /** An operation of which a half is the same as nothing. */
    <T> Future<T> call(Operation operation, Supplier<T> work, Consumer<T> answered) {
        return call(operation, work, half -> work.get(), answered);
    }

    /**
     * @param work what the store does
     * @param half what it does by halves, and says then
     * @param answered hears the answer when it reaches the node
     */
    <T> Future<T> call(Operation operation, Supplier<T> work, HalfWork<T> half, Consumer<T> answered) {
        if (!node.alive()) {
            return Future.future(never -> {}); // it died in the middle of what it was about
        }
        Promise<T> promise = Promise.promise();
        Fault fault = world.faults().next(operation);
        world.trace(node.id(), operation, fault);
        Duration there = world.latency().plus(fault == Fault.LATE ? world.delay() : Duration.ZERO);
        if (fault == Fault.LATE || fault == Fault.LATE_ANSWER) {
            node.unanswered(operation);
        }
        world.sent(operation);
        world.time().in(there, () -> {
            world.received(operation);
            T result = null;
            if (fault.isDone()) {
                result = fault.isHalf() ? half.done(fault) : work.get();
                world.ledger().record();
            }
            answer(operation, fault, promise, result, answered);
        });
        return promise.future();
    }

    /** What is done by halves says so by its result, if it can. */
    interface HalfWork<T> {
        T done(Fault fault);
    }

    private <T> void answer(
            Operation operation,
            Fault fault,
            Promise<T> promise,
            @org.jspecify.annotations.Nullable T result,
            Consumer<T> answered) {
        if (fault.isSilent()) {
            node.unanswered(operation);
            return;
        }
        Duration back = world.latency().plus(fault == Fault.LATE_ANSWER ? world.delay() : Duration.ZERO);
        world.sent(operation);
        world.time().in(back, () -> {
            world.received(operation);
            if (node.stopped()) {
                node.answeredLate(operation);
            }
            node.run(() -> {
                if (fault.isFailure() || result == null) {
                    node.unanswered(operation);
                    promise.fail(new Outage());
                } else {
                    answered.accept(result);
                    promise.complete(result);
                }
            });
        });
    }
}
