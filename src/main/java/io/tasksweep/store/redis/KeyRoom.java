package io.tasksweep.store.redis;

import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the names of found keys may take, of all looks and deletions together, so that many large tasks at once do not use up the
 * heap. Where there is no room a deletion does without the names, and searches for them when it needs them.
 */
final class KeyRoom {
    /** An eighth of the heap. */
    static final KeyRoom SHARED = new KeyRoom(Runtime.getRuntime().maxMemory() / 8);

    /** However large the heap is: all of it is copied in one go. */
    static final int MOST_OF_ONE = 1 << 23;

    private static final int PARTS = 4;
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong free;
    private final long mostOfOne;

    KeyRoom(long bytes) {
        free = new AtomicLong(bytes);
        mostOfOne = Math.min(MOST_OF_ONE, bytes / PARTS);
    }

    /** What one look may take; a few have room at once. */
    long mostOfOne() {
        return mostOfOne;
    }

    /** Whether there is so much, which is taken then. */
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

    /** Gives it back on {@code clean()}, or when the holder is collected: the end of a look whose caller gave up cannot be seen. */
    Cleanable giveWhenGone(Object holder, long bytes) {
        return CLEANER.register(holder, () -> give(bytes));
    }
}
