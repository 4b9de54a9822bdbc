package io.tasksweep.app;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is open, to be closed newest first. The signal to end may come while parts are still being opened, on another thread. */
final class Parts {
    private final Deque<Supplier<Future<Void>>> open = new ArrayDeque<>();
    private @Nullable Future<Void> closed;

    /** Notes how a part that was just opened is closed; closes it at once, and fails, if everything is being closed already. */
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

    /** One that fails to close does not keep the others open. May be called again: the end is the same. */
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
