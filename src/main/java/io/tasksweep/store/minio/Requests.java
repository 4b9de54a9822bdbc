package io.tasksweep.store.minio;

import io.tasksweep.domain.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Sends requests and waits for their answers, never beyond the deadline. A request that the server puts off (503, SlowDown) is
 * retried up to twice, each time after a random pause, so that many deletions do not return at the same moment.
 */
final class Requests {
    private static final int MOST = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final Deadline deadline;

    Requests(Deadline deadline) {
        this.deadline = deadline;
    }

    /**
     * Sends the request at once if there is time. The returned supplier waits for the answer and retries what the server puts off.
     *
     * @return the answer; throws CompletionException with minio-java's failure as its cause, for {@link MinioFailures} to explain,
     *     and SweepException if the deadline passes before there is an answer
     */
    <T> Supplier<T> send(Supplier<CompletableFuture<T>> request) {
        CompletableFuture<T> first = begin(request);
        return () -> answer(request, first);
    }

    private <T> T answer(Supplier<CompletableFuture<T>> request, CompletableFuture<T> first) {
        CompletableFuture<T> sent = first;
        for (int attempt = 1; ; attempt++) {
            try {
                return await(sent);
            } catch (CompletionException failed) {
                if (attempt == MOST || !MinioFailures.isBusy(failed) || !pause(attempt)) {
                    throw failed;
                }
            }
            sent = begin(request);
        }
    }

    /**
     * After the deadline nothing is sent, and the future never completes. If minio-java refuses to send, the exception is thrown
     * only where the answer is read, alongside the answers to requests sent before.
     */
    private <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> request) {
        try {
            return deadline.passed() ? new CompletableFuture<>() : CallDeadlines.until(deadline, request);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** An answer that has already arrived counts even after the deadline. */
    private <T> T await(CompletableFuture<T> sent) {
        try {
            return sent.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        } catch (TimeoutException late) {
            throw SweepException.outOfTime();
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    /** Pauses, or returns false at once if the pause would leave no time for another attempt. */
    private boolean pause(int attempt) {
        long most = FIRST_PAUSE.toMillis() << (attempt - 1);
        long pause = ThreadLocalRandom.current().nextLong(most / 2, most);
        if (deadline.remaining().toMillis() <= pause) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(pause);
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    /** Worker threads are interrupted when the service closes; the request counts as unanswered. */
    private static CompletionException interrupted() {
        Thread.currentThread().interrupt();
        return new CompletionException(new TimeoutException("interrupted"));
    }
}
