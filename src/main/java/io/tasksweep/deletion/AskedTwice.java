package io.tasksweep.deletion;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A question by whose silence a deletion goes on. It is asked once more if the time for its answer has gone by: it may be this node
 * that stood still, and what came meanwhile is heard after its timers. The first answer is not waited for: it is as old as the
 * question.
 */
final class AskedTwice {
    private AskedTwice() {}

    /**
     * The answer, or the second failure; the first one if that came in time, or no time is left.
     *
     * @param limit how long an answer is waited for, read each time
     */
    static <T> Future<T> answer(Supplier<Future<T>> question, Supplier<Duration> limit, Clock clock) {
        long asked = clock.nanoTime();
        Duration first = limit.get();
        return clock.limit(question.get(), first).recover(cause -> {
            boolean late = cause instanceof OutOfTime
                    || cause instanceof TimeoutException
                    || clock.nanoTime() - asked >= first.toNanos();
            Duration second = limit.get();
            return late && !second.isZero() ? clock.limit(question.get(), second) : Future.failedFuture(cause);
        });
    }
}
