package io.tasksweep.domain;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A moment on a monotonic clock, so setting the wall clock changes no limit. May be asked from any thread.
 *
 * @param nanoTime the clock, in nanoseconds from an arbitrary origin
 * @param at the moment, on that clock
 */
public record Deadline(LongSupplier nanoTime, long at) {
    public static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** A deadline that passes at the same moment, or as soon as the condition holds. */
    public Deadline orOnce(BooleanSupplier over) {
        return new Deadline(() -> over.getAsBoolean() ? at : nanoTime.getAsLong(), at);
    }

    /** A deadline earlier than this one by the given time. */
    public Deadline before(Duration time) {
        return new Deadline(nanoTime, at - time.toNanos());
    }

    /** This deadline, or the end of the given time if that comes sooner. */
    public Deadline within(Duration time) {
        Deadline other = in(time, nanoTime);
        return other.at - at < 0 ? other : this;
    }

    /** The time left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong()));
    }

    public boolean passed() {
        return at - nanoTime.getAsLong() <= 0;
    }
}
