package io.tasksweep.deletion;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks a question once more if it times out, for a deletion acts on silence too, and the node itself may have stalled: after a stall
 * its timers fire before the answers that arrived meanwhile are read. The first answer is dropped: it is as old as the first question.
 */
final class AskedTwice {
    private AskedTwice() {}

    /**
     * Returns the answer, or fails with the second failure; with the first if it arrived in time or if no time is left for a second try.
     *
     * @param limit how long to wait for an answer; evaluated before each try
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
