package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pattern of a task's keys: literal text, {@code {task_id}}, and after that also {@code *} for anything. Under one pattern, a key
 * belongs to at most one task; for two patterns, see {@link #ambiguities}.
 */
public record KeyPattern(String text) {
    private static final String PLACE = "{task_id}";

    /**
     * @throws IllegalArgumentException if a key of another task or of the service could match: the id must be bounded by {@code :} or the
     *     start or end, and nothing before it may vary
     */
    public KeyPattern {
        if (text.startsWith(OwnKeys.PREFIX)) {
            throw new IllegalArgumentException(
                    "must not begin with " + OwnKeys.PREFIX + ", as the service's own keys do");
        }
        int at = text.indexOf(PLACE);
        if (at < 0) {
            throw new IllegalArgumentException("must contain " + PLACE);
        }
        if (text.indexOf(PLACE, at + 1) >= 0) {
            throw new IllegalArgumentException("must contain " + PLACE + " once only");
        }
        int end = at + PLACE.length();
        boolean bounded = (at == 0 || text.charAt(at - 1) == ':') && (end == text.length() || text.charAt(end) == ':');
        if (!bounded) {
            throw new IllegalArgumentException("must have " + PLACE + " bounded by ':' or its start and end");
        }
        if (text.substring(0, at).contains("*")) {
            throw new IllegalArgumentException("must not contain '*' before " + PLACE);
        }
    }

    /**
     * What is wrong with a list of these patterns: an entry for each two by which a key could belong to two tasks; empty if it could by
     * none.
     */
    public static List<String> ambiguities(List<KeyPattern> patterns) {
        return patterns.stream()
                .flatMap(one -> patterns.stream().filter(one::canTakeKeysOf).map(one::ambiguousWith))
                .toList();
    }

    private String ambiguousWith(KeyPattern other) {
        return "holds '" + text + "' and '" + other.text
                + "', which are ambiguous: what is one task's by the first can be another's by the second";
    }

    /** Whether the pattern stands for a single key, which needs no search. */
    public boolean exact() {
        return text.indexOf('*') < 0;
    }

    /** The task's key, if the pattern is exact. */
    public byte[] key(TaskId taskId) {
        return filled(taskId).getBytes(StandardCharsets.UTF_8);
    }

    /** What its keys look like for that task. */
    KeyShape shape(TaskId taskId) {
        return new KeyShape(filled(taskId));
    }

    /** Whether this pattern gives some task a key that the other pattern, whose beginning is longer, gives to a different task. */
    boolean canTakeKeysOf(KeyPattern other) {
        if (!other.front().startsWith(front())) {
            return false;
        }
        String next = other.front().substring(front().length()).split(":", 2)[0];
        return TaskId.parse(next)
                .filter(name -> new SharedKey(name, shape(name), other.front(), other.back()).isPossible())
                .isPresent();
    }

    private String front() {
        return text.substring(0, text.indexOf(PLACE));
    }

    private String back() {
        return text.substring(text.indexOf(PLACE) + PLACE.length());
    }

    private String filled(TaskId taskId) {
        return text.replace(PLACE, taskId.value());
    }
}
