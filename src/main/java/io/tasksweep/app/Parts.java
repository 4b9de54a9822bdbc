package io.tasksweep.app;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open parts of the service, to be closed newest first. Thread-safe: the signal to stop may arrive on another thread while
 * parts are still being opened.
 */
final class Parts {
    private final Deque<Supplier<Future<Void>>> open = new ArrayDeque<>();
    private @Nullable Future<Void> closed;

    /**
     * Registers how to close a part that was just opened. If everything is being closed already, closes the part at once and
     * fails.
     */
    Future<Void> add(Supplier<Future<Void>> closing) {
        synchronized (this) {
            if (closed == null) {
                open.push(closing);
                return Future.succeededFuture();
            }
        }
        return closing.get()
                .transform(ended -> Future.failedFuture(new IllegalStateException("closed while it started")));
    }

    /** A part that fails to close does not keep the others open. May be called again, with the same result. */
    synchronized Future<Void> close() {
        if (closed == null) {
            closed = Future.<Void>succeededFuture();
            while (!open.isEmpty()) {
                Supplier<Future<Void>> part = open.pop();
                closed = closed.transform(ended -> part.get()).otherwiseEmpty();
            }
        }
        return closed;
    }
}
