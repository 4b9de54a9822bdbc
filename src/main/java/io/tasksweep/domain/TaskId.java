package io.tasksweep.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of one task, safe as a file name, a key part and an object prefix. Already decoded; never decode it again. */
public record TaskId(String value) {
    /** The grammar, as shown to callers. */
    public static final String FORMAT = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private static final Pattern VALID = Pattern.compile(FORMAT);

    /** @throws IllegalArgumentException if {@code value} is not a valid name */
    public TaskId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("task_id must match " + FORMAT);
        }
    }

    /** The task with this name; empty if the name is not valid. */
    public static Optional<TaskId> parse(String value) {
        return VALID.matcher(value).matches() ? Optional.of(new TaskId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
