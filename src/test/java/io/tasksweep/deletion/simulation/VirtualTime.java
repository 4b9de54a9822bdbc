package io.tasksweep.deletion.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntSupplier;

/** Time that goes on from one event to the next. Of events at one moment, chance says which comes first. */
final class VirtualTime {
    private record Event(long at, int tie, long order, Runnable action) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingInt(Event::tie).thenComparingLong(Event::order));
    private final IntSupplier ties;
    private long now;
    private long order;

    VirtualTime(IntSupplier ties) {
        this.ties = ties;
    }

    long now() {
        return now;
    }

    void in(Duration time, Runnable action) {
        events.add(new Event(now + time.toNanos(), ties.getAsInt(), order++, action));
    }

    /** Runs the next event, if it is due by then; else it is then, and there was none. */
    boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.at() > until) {
            now = Math.max(now, until);
            return false;
        }
        events.remove();
        now = next.at();
        next.action().run();
        return true;
    }
}
