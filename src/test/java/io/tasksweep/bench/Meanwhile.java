package io.tasksweep.bench;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A huge task that the service deletes while other clients ask it to delete small ones. */
final class Meanwhile implements AutoCloseable {
    private final Arena arena;
    private final Batch batch;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> deletion;

    private Meanwhile(Arena arena, Contestant contestant, Batch batch) {
        this.arena = arena;
        this.batch = batch;
        deletion = thread.submit(() -> {
            contestant.delete(batch);
            return batch;
        });
    }

    /** Makes the data, and asks for the deletion. */
    static Meanwhile begin(Arena arena, Contestant contestant, Shape shape) {
        Batch batch = new Batch("huge-", 1, 1);
        arena.seed(batch, shape);
        return new Meanwhile(arena, contestant, batch);
    }

    boolean isRunning() {
        return !deletion.isDone();
    }

    /** Waits for its end. @throws IllegalStateException if it fails, or has left anything */
    @Override
    public void close() throws IOException {
        try {
            deletion.get();
            arena.examine(batch, "the deletion in the background");
        } catch (ExecutionException cause) {
            throw new IllegalStateException(cause.getCause());
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }
}
