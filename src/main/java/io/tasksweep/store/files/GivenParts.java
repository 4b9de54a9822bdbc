package io.tasksweep.store.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What the walker of one directory has given to others. It waits for them before it closes the directory, since they work by its handle,
 * and before it removes it. Needs the same memory however many there were.
 */
final class GivenParts {
    private final Walkers walkers;
    private final Tally sum;
    private final List<Throwable> broken = new ArrayList<>(0);
    private final Deque<Part> waiting = new ArrayDeque<>(1);
    private final Phaser underWay = new Phaser(1);

    /** @param whole what the parts belong to */
    GivenParts(Walkers walkers, Tally whole) {
        this.walkers = walkers;
        sum = whole.part();
    }

    /** Whether another walker does it, or who gave it away if that one does not come to it; with a tally of its own. */
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

    /** Whoever comes first does it. */
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

    /** Whatever breaks it is thrown where somebody waits for the answer: {@link #check}. */
    private void counted(Consumer<Tally> work) {
        Tally own = sum.part();
        try {
            work.accept(own);
        } catch (RuntimeException | Error bug) {
            keep(bug);
        } finally {
            add(own);
        }
    }

    private synchronized void keep(Throwable bug) {
        if (broken.isEmpty()) {
            broken.add(bug);
        }
    }

    private synchronized void add(Tally own) {
        sum.add(own);
    }

    /**
     * Does what nobody has begun, and waits until nothing is under way, also when interrupted: somebody still works by the handle. What all
     * came to.
     */
    Tally ended() {
        waiting.forEach(Part::run);
        underWay.arriveAndAwaitAdvance();
        synchronized (this) {
            return sum;
        }
    }

    /** Throws what has broken one of them, which is a bug. */
    synchronized void check() {
        if (!broken.isEmpty()) {
            throw new IllegalStateException("Another walker broke", broken.get(0));
        }
    }
}
