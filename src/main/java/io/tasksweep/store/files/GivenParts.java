package io.tasksweep.store.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one directory that its walker has given to other walkers. It waits for them before it closes the directory, since they work
 * through its handle, and before it removes the directory. Memory use does not depend on the number of parts.
 */
final class GivenParts {
    private final Walkers walkers;
    private final Tally sum;
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final Deque<Part> waiting = new ArrayDeque<>(1);
    private final Phaser underWay = new Phaser(1);

    /** @param whole the tally of the walker that gives the parts away */
    GivenParts(Walkers walkers, Tally whole) {
        this.walkers = walkers;
        sum = whole.part();
    }

    /**
     * Returns whether the work is taken: another walker does it, or the giver itself if no other gets to it. The work has its own tally.
     */
    boolean give(Consumer<Tally> work) {
        while (!waiting.isEmpty() && waiting.element().begun.get()) {
            waiting.remove(); // they begin in the order in which they were given
        }
        Part part = new Part(work);
        underWay.register();
        boolean given = false;
        try {
            given = walkers.take(part);
        } finally {
            if (!given) {
                underWay.arriveAndDeregister();
            }
        }
        return given && waiting.add(part);
    }

    /** Done by whichever thread gets to it first. */
    private final class Part implements Runnable {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final Consumer<Tally> work;

        private Part(Consumer<Tally> work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                removed(work);
            }
        }
    }

    private void removed(Consumer<Tally> work) {
        try {
            counted(work);
        } finally {
            underWay.arriveAndDeregister();
        }
    }

    /** An exception is kept for {@link #check}, which throws it where somebody waits for the result. */
    private void counted(Consumer<Tally> work) {
        Tally own = sum.part();
        try {
            work.accept(own);
        } catch (RuntimeException | Error bug) {
            broken.compareAndSet(null, bug);
        } finally {
            add(own);
        }
    }

    private synchronized void add(Tally own) {
        sum.add(own);
    }

    /**
     * Does the parts that nobody has begun, and waits until none is under way, even if interrupted: others still use the handle. Returns
     * the sum of all parts.
     */
    Tally ended() {
        waiting.forEach(Part::run);
        underWay.arriveAndAwaitAdvance();
        synchronized (this) {
            return sum;
        }
    }

    /** Throws if an exception has ended one of the parts, which is a bug. */
    void check() {
        Throwable bug = broken.get();
        if (bug != null) {
            throw new IllegalStateException("Another walker broke", bug);
        }
    }
}
