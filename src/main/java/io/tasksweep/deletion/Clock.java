package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** Time, as the use cases see it: the wall clock for people, a monotonic one for limits, and waiting without a thread. */
public interface Clock {
    Instant now();

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();

    /** Succeeds after that time. */
    Future<Void> after(Duration time);

    /** The future's own end, or a failure with {@link OutOfTime} if that time goes by first. What it stood for goes on unseen. */
    <T> Future<T> limit(Future<T> future, Duration time);

    /** Whether that limit, which began then, is heard of so late that this process must have stood still. */
    default boolean stoodStill(long sinceNanos, Duration limit) {
        return nanoTime() - sinceNanos > limit.plusMillis(250).toNanos();
    }

    default Deadline in(Duration time) {
        return Deadline.in(time, this::nanoTime);
    }
}
