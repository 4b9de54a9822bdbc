package io.tasksweep.store.minio;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Removals that the server is busy with while the next are listed: a few, so that neither side waits for the other,
 * and the memory holds a few pages however many there are. Their answers are read in the order in which they were
 * sent, by the one thread that sends them.
 */
final class InFlight {
    /** Of each task. Three were no faster: a server works at the keys of one request at once already. */
    static final int MOST = 2;

    private final Queue<Runnable> unread = new ArrayDeque<>();

    /**
     * Sends as soon as there is room, for which the oldest answer may have to be read.
     *
     * @param request sends, and gives what waits for the answer and reads it
     */
    void send(Supplier<Runnable> request) {
        while (unread.size() >= MOST) {
            unread.remove().run();
        }
        unread.add(request.get());
    }

    /** Reads the answers to all that was sent; one that breaks off keeps no other from being read. */
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
