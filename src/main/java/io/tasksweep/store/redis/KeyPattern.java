package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import java.nio.charset.StandardCharsets;

/**
 * The shape of a task's keys: literal text, {@code {task_id}}, and {@code *} for anything. A key is compared byte by byte, and
 * whatever Redis makes of the glob is checked again with {@link #matches}.
 */
public record KeyPattern(String text) {
    private static final String PLACE = "{task_id}";

    /** @throws IllegalArgumentException if a key of another task could match: the id must stand between {@code :} or the ends */
    public KeyPattern {
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
            throw new IllegalArgumentException(PLACE + " must be bounded by ':' or the pattern's start and end");
        }
    }

    /** Whether it stands for one key only, which need not be searched for. */
    public boolean exact() {
        return text.indexOf('*') < 0;
    }

    /** Whether what its keys begin with tells the task. */
    boolean beginsWithTask() {
        int star = text.indexOf('*');
        return star < 0 || text.indexOf(PLACE) < star;
    }

    /** The key it stands for, where it is exact. */
    public byte[] key(TaskId taskId) {
        return filled(taskId).getBytes(StandardCharsets.UTF_8);
    }

    /** For {@code SCAN … MATCH}: only {@code *} keeps a meaning. */
    public String glob(TaskId taskId) {
        return filled(taskId).replaceAll("([\\\\?\\[\\]^])", "\\\\$1");
    }

    /** What its keys look like for that task. */
    KeyShape shape(TaskId taskId) {
        return new KeyShape(filled(taskId));
    }

    /** Whether the key is of that task, by the pattern's literal parts. */
    public boolean matches(TaskId taskId, byte[] key) {
        return shape(taskId).matches(key);
    }

    private String filled(TaskId taskId) {
        return text.replace(PLACE, taskId.value());
    }
}
