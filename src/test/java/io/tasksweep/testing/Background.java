package io.tasksweep.testing;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work that may block, each on a thread of its own. From JDK 25 on, what {@link CompletableFuture} does asynchronously shares a single thread
 * on a machine with two processors.
 */
public final class Background {
    private Background() {}

    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, Background::begin);
    }

    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Background::begin);
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "background");
        thread.setDaemon(true);
        thread.start();
    }
}
