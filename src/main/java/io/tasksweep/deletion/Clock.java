package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** Time as the use cases see it: a wall clock for people, a monotonic clock for limits, and waiting without blocking a thread. */
public interface Clock extends InstantSource {
    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();

    /** Succeeds once the given time has elapsed. */
    Future<Void> after(Duration time);

    /** Completes like the future, or fails with {@link OutOfTime} if the time elapses first. The underlying work is not cancelled. */
    <T> Future<T> limit(Future<T> future, Duration time);

    /** Whether a limit that started at {@code sinceNanos} was noticed so late, by more than 250 ms, that this process must have stalled. */
    default boolean stoodStill(long sinceNanos, Duration limit) {
        return nanoTime() - sinceNanos > limit.plusMillis(250).toNanos();
    }

    default Deadline in(Duration time) {
        return Deadline.in(time, this::nanoTime);
    }
}
