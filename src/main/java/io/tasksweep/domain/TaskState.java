package io.tasksweep.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All state records of a task combined, in bounded memory however many there are.
 *
 * @param values how many records were read
 * @param activity the first reason why safe mode must not touch the task
 * @param createdAt the latest {@value #MOST_CREATION_TIMES} creation times in the records, whatever order the records are read in
 * @param elsewhere whether a record names another directory than ours
 * @param updatedAt the time of the most recent write, according to the records
 */
public record TaskState(
        long values,
        Optional<String> activity,
        SortedSet<String> createdAt,
        boolean elsewhere,
        Optional<Instant> updatedAt) {
    static final int MOST_CREATION_TIMES = 100;

    public static final TaskState NONE = new TaskState(0, Optional.empty(), new TreeSet<>(), false);

    public TaskState(long values, Optional<String> activity, SortedSet<String> createdAt, boolean elsewhere) {
        this(values, activity, createdAt, elsewhere, Optional.empty());
    }

    /** Kept cheap: of tens of thousands of records, nearly all only increase the count. */
    public TaskState plus(StateValue value) {
        return new TaskState(
                values + 1,
                activity.isPresent() ? activity : value.activity(),
                value.createdAt().isPresent() ? with(value.createdAt().get()) : createdAt,
                elsewhere || value.elsewhere(),
                value.updatedAt().isPresent() ? newest(value.updatedAt().get()) : updatedAt);
    }

    private SortedSet<String> with(String created) {
        if (createdAt.contains(created)) {
            return createdAt;
        }
        SortedSet<String> times = new TreeSet<>(createdAt);
        times.add(created);
        if (times.size() > MOST_CREATION_TIMES) {
            times.remove(times.first()); // a new task of the same name is later than all of the old one
        }
        return times;
    }

    /**
     * This state's own creation times, which distinguish it from a new task, plus the latest of the earlier ones, up to the limit for one
     * state.
     */
    SortedSet<String> createdAtBesides(SortedSet<String> earlier) {
        SortedSet<String> times = new TreeSet<>(createdAt);
        times.addAll(earlier.stream()
                .filter(time -> !createdAt.contains(time))
                .sorted(Comparator.reverseOrder())
                .limit(Math.max(0, MOST_CREATION_TIMES - createdAt.size()))
                .toList());
        return times;
    }

    private Optional<Instant> newest(Instant time) {
        return updatedAt.map(time::isAfter).orElse(true) ? Optional.of(time) : updatedAt;
    }
}
