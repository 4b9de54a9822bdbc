package io.tasksweep.store.minio;

import io.tasksweep.domain.TaskId;
import java.util.List;

/**
 * Where a task's objects lie: a prefix that ends in a slash and has {@value #PLACEHOLDER} as a whole path segment. Each rule keeps one
 * task's prefix from holding another task's objects.
 */
final class PrefixPattern {
    static final String PLACEHOLDER = "{task_id}";

    private PrefixPattern() {}

    static String fill(String pattern, TaskId taskId) {
        return pattern.replace(PLACEHOLDER, taskId.value());
    }

    /** @throws IllegalArgumentException naming the pattern that is unsafe, and why */
    static void check(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("there must be a prefix");
        }
        patterns.forEach(PrefixPattern::checkAlone);
        for (String one : patterns) {
            for (String other : patterns) {
                if (collide(segments(one), segments(other))) {
                    throw new IllegalArgumentException("prefixes '" + one + "' and '" + other
                            + "' are ambiguous: what is one task's by the first can be another's by the second");
                }
            }
        }
    }

    private static void checkAlone(String pattern) {
        if (!pattern.endsWith("/")) {
            throw new IllegalArgumentException("prefix '" + pattern + "' must end in '/'");
        }
        if (!segments(pattern).contains(PLACEHOLDER)) {
            throw new IllegalArgumentException(
                    "prefix '" + pattern + "' must have " + PLACEHOLDER + " as a whole part between slashes");
        }
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
        return one.equals(PLACEHOLDER) && TaskId.parse(other).isPresent();
    }

    private static List<String> segments(String pattern) {
        return List.of(pattern.split("/"));
    }
}
