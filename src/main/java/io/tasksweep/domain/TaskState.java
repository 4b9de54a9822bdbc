package io.tasksweep.domain;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All state records of a task together, in bounded memory however many there are.
 *
 * @param values how many records were read
 * @param activity the first reason for safe mode to stay away
 * @param createdAt the creation times that the records carry, the first {@value #MOST_CREATION_TIMES}
 * @param elsewhere whether a record names another directory than ours
 */
public record TaskState(long values, Optional<String> activity, SortedSet<String> createdAt, boolean elsewhere) {
    static final int MOST_CREATION_TIMES = 100;

    public static final TaskState NONE = new TaskState(0, Optional.empty(), new TreeSet<>(), false);

    public TaskState plus(StateValue value) {
        SortedSet<String> times = createdAt;
        if (value.createdAt().isPresent() && times.size() < MOST_CREATION_TIMES) {
            times = new TreeSet<>(createdAt);
            times.add(value.createdAt().get());
        }
        return new TaskState(values + 1, activity.or(value::activity), times, elsewhere || value.elsewhere());
    }
}
