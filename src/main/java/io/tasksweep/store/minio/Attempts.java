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
 * Sends requests and waits for their answers, never beyond the deadline. One that the server puts off (503, SlowDown)
 * is sent twice more, after a pause of random length, so that many deletions do not come back at the same moment.
 */
final class Attempts {
    private static final int MOST = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final Deadline deadline;

    Attempts(Deadline deadline) {
        this.deadline = deadline;
    }

    /**
     * Sends the request, if there is time. Whoever takes the answer waits for it, and sends again what was put off.
     *
     * @return throws CompletionException with what minio-java failed with, for {@link MinioFailures} to explain, and
     *     SweepException if the deadline has passed before there was an answer
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
     * After the deadline nothing is sent, and so never answered. What minio-java refuses to send is thrown where the answer is taken,
     * beside all that was sent before.
     */
    private <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> request) {
        try {
            return deadline.passed() ? new CompletableFuture<>() : request.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** An answer that is there already counts, even after the deadline. */
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

    /** Whether there is time for another attempt after the pause. */
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
