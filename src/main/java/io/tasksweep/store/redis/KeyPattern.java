package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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

    /** The key it stands for, where it is exact. */
    public byte[] key(TaskId taskId) {
        return filled(taskId).getBytes(StandardCharsets.UTF_8);
    }

    /** For {@code SCAN … MATCH}: only {@code *} keeps a meaning. */
    public String glob(TaskId taskId) {
        return filled(taskId).replaceAll("([\\\\?\\[\\]^])", "\\\\$1");
    }

    /** Whether the key is of that task, by the pattern's literal parts. */
    public boolean matches(TaskId taskId, byte[] key) {
        List<byte[]> literals = Arrays.stream(filled(taskId).split("\\*", -1))
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        byte[] first = literals.get(0);
        if (literals.size() == 1) {
            return Arrays.equals(first, key);
        }
        byte[] last = literals.get(literals.size() - 1);
        int end = key.length - last.length;
        if (end < first.length || !standsAt(first, key, 0) || !standsAt(last, key, end)) {
            return false;
        }
        return inOrder(literals.subList(1, literals.size() - 1), key, first.length, end);
    }

    private static boolean inOrder(List<byte[]> literals, byte[] key, int from, int end) {
        int at = from;
        for (byte[] literal : literals) {
            while (at + literal.length <= end && !standsAt(literal, key, at)) {
                at++;
            }
            if (at + literal.length > end) {
                return false;
            }
            at += literal.length;
        }
        return true;
    }

    private static boolean standsAt(byte[] literal, byte[] key, int at) {
        return at + literal.length <= key.length
                && Arrays.equals(literal, 0, literal.length, key, at, at + literal.length);
    }

    private String filled(TaskId taskId) {
        return text.replace(PLACE, taskId.value());
    }
}
