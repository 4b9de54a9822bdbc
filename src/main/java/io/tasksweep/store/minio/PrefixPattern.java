package io.tasksweep.store.minio;

import io.tasksweep.domain.TaskId;
import java.util.List;

/**
 * Where a task's objects lie: a prefix that ends in a slash and has {@code {task_id}} as a whole path segment. Each rule keeps one task's
 * prefix from holding another task's objects.
 */
public record PrefixPattern(String text) {
    private static final String PLACE = "{task_id}";

    /** @throws IllegalArgumentException naming the pattern if it is unsafe, and why it is */
    public PrefixPattern {
        if (!text.endsWith("/")) {
            throw new IllegalArgumentException("prefix '" + text + "' must end in '/'");
        }
        if (!segments(text).contains(PLACE)) {
            throw new IllegalArgumentException(
                    "prefix '" + text + "' must have " + PLACE + " as a whole part between slashes");
        }
    }

    /** @throws IllegalArgumentException if there is no pattern, or by two of them, which it names, an object could belong to two tasks */
    public static void check(List<PrefixPattern> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("there must be a prefix");
        }
        for (PrefixPattern one : patterns) {
            for (PrefixPattern other : patterns) {
                if (collide(segments(one.text), segments(other.text))) {
                    throw new IllegalArgumentException("prefixes '" + one.text + "' and '" + other.text
                            + "' are ambiguous: what is one task's by the first can be another's by the second");
                }
            }
        }
    }

    /** The task's literal prefix; its slash keeps task-1 from matching task-10. */
    String fill(TaskId taskId) {
        return text.replace(PLACE, taskId.value());
    }

    /**
     * Whether an object could belong to two tasks of different names: with some names, one filled-in pattern is the beginning of the
     * other.
     */
    private static boolean collide(List<String> one, List<String> other) {
        boolean differ = false;
        for (int at = 0; at < Math.min(one.size(), other.size()); at++) {
            if (!one.get(at).equals(other.get(at))) {
                if (!canBeEqual(one.get(at), other.get(at))) {
                    return false;
                }
                differ = true;
            }
        }
        return differ;
    }

    private static boolean canBeEqual(String one, String other) {
        return isNameFor(one, other) || isNameFor(other, one);
    }

    private static boolean isNameFor(String one, String other) {
        return one.equals(PLACE) && TaskId.parse(other).isPresent();
    }

    private static List<String> segments(String pattern) {
        return List.of(pattern.split("/"));
    }
}
