package io.tasksweep.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named pools of worker threads for blocking calls: one pool per store, so that a slow store never takes another's threads. Questions use a
 * separate pool because they must not wait for deletions to finish.
 */
public final class BlockingCalls {
    private final WorkerExecutor workers;
    private final WorkerExecutor askers;
    private final int threads;
    private final AtomicInteger working = new AtomicInteger();

    /**
     * Starts no thread yet.
     *
     * @param threads size of the pool for work, and of the pool for questions
     * @param warnAfter Vert.x logs a warning about a call that blocks longer than this
     */
    public BlockingCalls(Vertx vertx, String name, int threads, Duration warnAfter) {
        this.threads = threads;
        workers = pool(vertx, name, threads, warnAfter);
        askers = pool(vertx, name + "-questions", threads, warnAfter);
    }

    private static WorkerExecutor pool(Vertx vertx, String name, int threads, Duration warnAfter) {
        return vertx.createSharedWorkerExecutor(name, threads, warnAfter.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs work that may take as long as a deletion. Fails with whatever the call throws. */
    public <T> Future<T> call(Callable<T> call) {
        working.incrementAndGet();
        return on(workers, call).onComplete(ended -> working.decrementAndGet());
    }

    /** Whether new work would begin at once. */
    public boolean hasRoom() {
        return working.get() < threads;
    }

    /** Asks a question that is answered soon or not at all. Fails with whatever the question throws. */
    public <T> Future<T> ask(Callable<T> question) {
        return on(askers, question);
    }

    @SuppressWarnings("NullAway") // Vert.x types every blocking result as nullable
    private static <T> Future<T> on(WorkerExecutor pool, Callable<T> call) {
        return pool.executeBlocking(call, false); // the default, true, would queue them one after another
    }

    public Future<Void> close() {
        return Future.join(workers.close(), askers.close()).mapEmpty();
    }
}
