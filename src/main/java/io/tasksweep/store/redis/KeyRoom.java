package io.tasksweep.store.redis;

import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for the names of found keys, shared by all looks and deletions, so that many large tasks at once do not exhaust the heap. If
 * there is no room, a deletion does without the names and searches for the keys when it needs them.
 */
final class KeyRoom {
    /** An eighth of the heap. */
    static final KeyRoom SHARED = new KeyRoom(Runtime.getRuntime().maxMemory() / 8);

    /** The most bytes for one look, however large the heap is: all of it is copied in one go. */
    static final int MOST_OF_ONE = 1 << 23;

    private static final int PARTS = 4;
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong free;
    private final long mostOfOne;

    KeyRoom(long bytes) {
        free = new AtomicLong(bytes);
        mostOfOne = Math.min(MOST_OF_ONE, bytes / PARTS);
    }

    /** The bytes that one look may take; there is room for a few such looks at once. */
    long mostOfOne() {
        return mostOfOne;
    }

    /** Takes this many bytes if they are free, and returns whether they were. */
    boolean take(long bytes) {
        boolean enough = free.addAndGet(-bytes) >= 0;
        if (!enough) {
            give(bytes);
        }
        return enough;
    }

    void give(long bytes) {
        free.addAndGet(bytes);
    }

    /** Gives the bytes back on {@code clean()}, or when the holder is collected: nothing shows the end of a look whose caller gave up. */
    Cleanable giveWhenGone(Object holder, long bytes) {
        return CLEANER.register(holder, () -> give(bytes));
    }
}
