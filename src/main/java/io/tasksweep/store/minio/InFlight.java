package io.tasksweep.store.minio;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Removals that the server works on while the next page is listed. A few at a time, so that neither side waits for the other and the
 * memory holds only a few pages, however many there are. The thread that sends the requests also reads their answers, in the order
 * of sending.
 */
final class InFlight {
    /** Per task. Three were no faster: a server already works on the keys of one request in parallel. */
    static final int MOST = 2;

    private final Queue<Runnable> unread = new ArrayDeque<>();

    /**
     * Sends the request as soon as there is room, which may require reading the oldest answer first.
     *
     * @param request sends the request and returns a task that waits for the answer and reads it
     */
    void send(Supplier<Runnable> request) {
        while (unread.size() >= MOST) {
            unread.remove().run();
        }
        unread.add(request.get());
    }

    /** Reads the answers to all requests sent; one that breaks off does not keep the others from being read. */
    void readAll(Consumer<RuntimeException> brokeOff) {
        while (!unread.isEmpty()) {
            try {
                unread.remove().run();
            } catch (RuntimeException cause) {
                brokeOff.accept(cause);
            }
        }
    }
}
