package io.tasksweep.testing;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for futures. For tests only, whose threads may block; an event loop may not. */
public final class Awaiting {
    private static final long LIMIT_SECONDS = 20;
    private static final long POLL_NANOS = 5_000_000;

    private Awaiting() {}

    /**
     * The future's value.
     *
     * @throws AssertionError if there is none after 20 seconds; what the future fails with is thrown as it is
     */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("No answer within " + LIMIT_SECONDS + " s", late);
        }
    }

    /** The future's value, likewise. */
    public static <T> T await(CompletableFuture<T> future) {
        return await(Future.<T>fromCompletionStage(future));
    }

    /** Looks again and again until it is so. @throws AssertionError if it is not after 20 seconds */
    public static void until(BooleanSupplier itIsSo) {
        until(itIsSo, LIMIT_SECONDS);
    }

    /** Likewise with another limit. */
    static void until(BooleanSupplier itIsSo, long limitSeconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (!itIsSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not so within " + limitSeconds + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What the future fails with. */
    public static Throwable failureOf(Future<?> future) {
        return await(future.<Throwable>map(value -> new AssertionError("Succeeded with " + value))
                .otherwise(cause -> cause));
    }
}
