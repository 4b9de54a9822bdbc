package io.tasksweep.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named pools of worker threads for calls that block, so that one slow store never takes another's threads. Questions have threads
 * of their own: they must not wait for the end of deletions.
 */
public final class BlockingCalls {
    private final WorkerExecutor workers;
    private final WorkerExecutor askers;
    private final int threads;
    private final AtomicInteger working = new AtomicInteger();

    /**
     * Starts no thread yet.
     *
     * @param threads so many for work, and as many for questions
     * @param warnAfter a call that blocks longer is logged by Vert.x
     */
    public BlockingCalls(Vertx vertx, String name, int threads, Duration warnAfter) {
        this.threads = threads;
        workers = pool(vertx, name, threads, warnAfter);
        askers = pool(vertx, name + "-questions", threads, warnAfter);
    }

    private static WorkerExecutor pool(Vertx vertx, String name, int threads, Duration warnAfter) {
        return vertx.createSharedWorkerExecutor(name, threads, warnAfter.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Work that may take as long as a deletion. Fails with whatever the call throws. */
    public <T> Future<T> call(Callable<T> call) {
        working.incrementAndGet();
        return on(workers, call).onComplete(ended -> working.decrementAndGet());
    }

    /** Whether work would begin at once. */
    public boolean hasRoom() {
        return working.get() < threads;
    }

    /** A question that is answered soon or not at all. Fails likewise. */
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
