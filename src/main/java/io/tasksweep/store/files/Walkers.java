package io.tasksweep.store.files;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Helper threads for large trees, shared by all deletions of a share. One part per thread may wait, so that a thread finds its next part at
 * once. The walker that has given a part away does it itself if it is ready first, so no deletion waits for these threads or depends on
 * them. They are created on demand, and end after half a minute without work.
 */
final class Walkers implements AutoCloseable {
    /** No help. */
    static final Walkers NONE = new Walkers(0);

    private static final long IDLE_SECONDS = 30;

    /** So few entries are removed before help would arrive. */
    private static final long FEW = 256;

    private final long few;
    private final Semaphore free;
    private final ExecutorService threads;

    Walkers(int most) {
        this(most, FEW);
    }

    /** @param few a walker that has removed fewer entries than this gives no directory away */
    Walkers(int most, long few) {
        this.few = few;
        free = new Semaphore(most * 2);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                Math.max(1, most),
                Math.max(1, most),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // bounded by the permits of free
                Walkers::thread);
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "tasksweep-walker");
        thread.setDaemon(true);
        return thread;
    }

    long few() {
        return few;
    }

    /** Returns whether a thread does the part, now or next. The part must keep its own exceptions. */
    boolean take(Runnable part) {
        if (!free.tryAcquire()) {
            return false;
        }
        boolean taken = false;
        try {
            threads.execute(() -> run(part));
            taken = true;
        } catch (RejectedExecutionException closed) {
            return false;
        } finally {
            if (!taken) {
                free.release();
            }
        }
        return true;
    }

    private void run(Runnable part) {
        try {
            part.run();
        } finally {
            free.release();
        }
    }

    /** From now on there is no help; parts already taken are finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
