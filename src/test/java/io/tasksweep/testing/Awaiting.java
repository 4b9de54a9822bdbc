package io.tasksweep.testing;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures, in tests only: a test's thread may block, an event loop may not. */
public final class Awaiting {
    private static final long LIMIT_SECONDS = 20;

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

    /** What the future fails with. */
    public static Throwable failureOf(Future<?> future) {
        return await(future.<Throwable>map(value -> new AssertionError("Succeeded with " + value))
                .otherwise(cause -> cause));
    }
}
