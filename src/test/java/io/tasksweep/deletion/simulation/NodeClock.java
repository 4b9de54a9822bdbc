package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.OutOfTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node's clocks: the wall clock may be set forth and back, the other one cannot. Its timers end with the node. */
final class NodeClock implements Clock {
    static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final VirtualTime time;
    private final Supplier<Duration> skew;
    private final Consumer<Runnable> node;
    private final Set<Future<?>> givenUp = new HashSet<>();

    /**
     * @param skew how far the wall clock is ahead of the right time
     * @param node does what is due, unless it cannot
     */
    NodeClock(VirtualTime time, Supplier<Duration> skew, Consumer<Runnable> node) {
        this.time = time;
        this.skew = skew;
        this.node = node;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(time.now()).plus(skew.get());
    }

    @Override
    public long nanoTime() {
        return time.now();
    }

    @Override
    public Future<Void> after(Duration pause) {
        Promise<Void> promise = Promise.promise();
        time.in(pause, () -> node.accept(promise::complete));
        return promise.future();
    }

    @Override
    public <T> Future<T> limit(Future<T> future, Duration most) {
        if (future.isComplete()) {
            return future;
        }
        Promise<T> first = Promise.promise();
        future.onSuccess(first::tryComplete).onFailure(first::tryFail);
        time.in(
                most,
                () -> node.accept(() -> {
                    if (!first.future().isComplete()) {
                        givenUp.add(future); // before anybody goes on without it
                        first.fail(new OutOfTime());
                    }
                }));
        return first.future();
    }

    /** Whether nobody waits for that any more. */
    boolean hasGivenUp(Future<?> future) {
        return givenUp.contains(future);
    }
}
