package io.tasksweep.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A named pool of worker threads for calls that block, so that one slow store never takes another's threads. */
public final class BlockingCalls {
    private final WorkerExecutor workers;

    /** @param warnAfter a call that blocks longer is logged by Vert.x */
    public BlockingCalls(Vertx vertx, String name, int threads, Duration warnAfter) {
        workers = vertx.createSharedWorkerExecutor(name, threads, warnAfter.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Fails with whatever the call throws. */
    @SuppressWarnings("NullAway") // Vert.x types every blocking result as nullable
    public <T> Future<T> call(Callable<T> call) {
        return workers.executeBlocking(call, false); // the default, true, would queue them one after another
    }

    public Future<Void> close() {
        return workers.close();
    }
}
