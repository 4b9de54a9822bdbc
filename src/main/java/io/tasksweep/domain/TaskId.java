package io.tasksweep.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of one task, safe as a file name, a part of a key and an object prefix. Decoded already: it is never decoded again. */
public record TaskId(String value) {
    /** The grammar, as callers are told it. */
    public static final String FORMAT = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private static final Pattern VALID = Pattern.compile(FORMAT);

    /** @throws IllegalArgumentException if {@code value} is no valid name */
    public TaskId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("task_id must match " + FORMAT);
        }
    }

    /** The task of that name; empty if it is no valid name. */
    public static Optional<TaskId> parse(String value) {
        return VALID.matcher(value).matches() ? Optional.of(new TaskId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
