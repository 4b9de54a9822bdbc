package io.tasksweep.testing;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.OutOfTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that advances only when a test says so; whatever is due then happens at once, in order, on the test's thread. */
public final class TestingClock implements Clock {
    private record Due(long at, long order, Promise<Void> promise) {}

    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long nanos;
    private long order;
    private Duration skew = Duration.ZERO;
    private Runnable atReading = () -> {};

    @Override
    public Instant instant() {
        return Instant.parse("2026-11-24T10:00:00Z").plusNanos(nanos).plus(skew);
    }

    @Override
    public long nanoTime() {
        atReading.run();
        return nanos;
    }

    @Override
    public Future<Void> after(Duration time) {
        Promise<Void> promise = Promise.promise();
        waiting.add(new Due(nanos + time.toNanos(), order++, promise));
        return promise.future();
    }

    @Override
    public <T> Future<T> limit(Future<T> future, Duration time) {
        Promise<T> first = Promise.promise();
        future.onSuccess(first::tryComplete).onFailure(first::tryFail);
        after(time).onSuccess(due -> first.tryFail(new OutOfTime()));
        return first.future();
    }

    /** What happens whenever the monotonic clock is read. */
    public void onReading(Runnable happening) {
        atReading = happening;
    }

    /** Sets the wall clock forth, or back; the monotonic one does not know of it. */
    public void set(Duration forth) {
        skew = skew.plus(forth);
    }

    /** Lets that much time go by. */
    public void advance(Duration time) {
        long until = nanos + time.toNanos();
        while (!waiting.isEmpty() && waiting.peek().at() <= until) {
            Due due = waiting.poll();
            nanos = Math.max(nanos, due.at());
            due.promise().complete();
        }
        nanos = until;
    }

    /** As for a process that stands still: what was due meanwhile happens at the end of that time, in order. */
    public void standStill(Duration time) {
        nanos += time.toNanos();
        advance(Duration.ZERO);
    }

    /** Lets time go by until the future has ended, or the limit is over. */
    public void advanceUntilDone(Future<?> future, Duration limit) {
        long until = nanos + limit.toNanos();
        while (!future.isComplete() && !waiting.isEmpty() && waiting.peek().at() <= until) {
            advance(Duration.ofNanos(Math.max(0, waiting.peek().at() - nanos)));
        }
    }
}
