package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tasks that have had the name one after the other, by their numbers: whose state can be read since when, whose data is where. */
final class Namesakes {
    /** A moment that has not come. */
    static final long NEVER = Long.MAX_VALUE;

    private final TreeMap<Integer, Long> readableSince = new TreeMap<>();
    private final Map<ResourceKind, SortedSet<Integer>> data = new EnumMap<>(ResourceKind.class);
    private int latest = 1;
    private long lastSaid;

    /** The number of the task that gets the name now. */
    int next() {
        return ++latest;
    }

    /** The number of the task that has got it last. */
    int latest() {
        return latest;
    }

    /** When a state was last written. */
    long lastSaid() {
        return lastSaid;
    }

    /** What the states of a task say of when it was created; the later, the greater. */
    static String createdAt(int task) {
        return "t" + task;
    }

    /** The latest task that the receipt lists; 0 if it lists none. */
    static int listed(Receipt receipt) {
        return listed(receipt.createdAt());
    }

    private static int listed(Collection<String> createdAt) {
        return createdAt.stream()
                .mapToInt(time -> Integer.parseInt(time.substring(1)))
                .max()
                .orElse(0);
    }

    void wrote(ResourceKind kind, int task) {
        data.computeIfAbsent(kind, none -> new TreeSet<>()).add(task);
    }

    void said(int task, long now) {
        lastSaid = now;
        wrote(ResourceKind.REDIS, task);
        readableSince.putIfAbsent(task, now);
    }

    void emptied(ResourceKind kind) {
        data.remove(kind);
        if (kind == ResourceKind.REDIS) {
            readableSince.clear();
        }
    }

    /** The latest task whose state can be read now; 0 if there is none. */
    int readable() {
        return readableSince.isEmpty() ? 0 : readableSince.lastKey();
    }

    /** Whether data of later tasks than that lies there. */
    boolean holdsLater(ResourceKind kind, int task) {
        return !later(kind, task).isEmpty();
    }

    /** Since when the state of a later task can be read of which there is data. */
    long readableLater(ResourceKind kind, int task) {
        return later(kind, task).stream()
                .mapToLong(later -> readableSince.getOrDefault(later, NEVER))
                .min()
                .orElse(NEVER);
    }

    private SortedSet<Integer> later(ResourceKind kind, int task) {
        return data.getOrDefault(kind, new TreeSet<>()).tailSet(task + 1);
    }
}
