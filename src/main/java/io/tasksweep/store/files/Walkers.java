package io.tasksweep.store.files;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that help with large trees, for all deletions of a share together. For each of them one part may wait, so that it finds the next
 * when it has done one; whoever has given a part away does it himself if he is ready for it first. So no deletion waits for them, or
 * depends on them. They are made when they are needed, and end after half a minute without work.
 */
final class Walkers implements AutoCloseable {
    /** No help. */
    static final Walkers NONE = new Walkers(0);

    private static final long IDLE_SECONDS = 30;

    /** What has so few entries is done before help would have come. */
    private static final long FEW = 256;

    private final long few;
    private final Semaphore free;
    private final ExecutorService threads;

    Walkers(int most) {
        this(most, FEW);
    }

    /** @param few as long as a walker has removed fewer entries, it gives no directory away */
    Walkers(int most, long few) {
        this.few = few;
        free = new Semaphore(most * 2);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                Math.max(1, most),
                Math.max(1, most),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // bounded by what is free
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

    /** Whether one of them does it, now or next. What the part throws is for the part to keep. */
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

    /** From now on there is no help; what they are at is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
