package io.tasksweep.store.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The keys of one task under one pattern: literal bytes, with anything between them. */
final class KeyShape {
    private static final byte[] STAR = {'*'};

    private final List<byte[]> literals;

    /** @param filled a pattern with the task's id filled in; {@code *} stands for anything */
    KeyShape(String filled) {
        literals = Arrays.stream(filled.split("\\*", -1))
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** What every such key begins with; may be empty. */
    byte[] beginning() {
        return literals.get(0);
    }

    /** Position by position: a byte from 0 to 255, or {@link KeyGlob#ANYTHING}. */
    int[] positions() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        literals.forEach(literal -> {
            text.writeBytes(literal);
            text.writeBytes(STAR);
        });
        byte[] bytes = text.toByteArray();
        int[] positions = new int[bytes.length - 1]; // without the star after the end
        for (int at = 0; at < positions.length; at++) {
            positions[at] = bytes[at] == '*' ? KeyGlob.ANYTHING : bytes[at] & 0xff;
        }
        return positions;
    }

    boolean matches(byte[] key) {
        byte[] first = beginning();
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

    /** Whether the key has that literal at that place. */
    static boolean standsAt(byte[] literal, byte[] key, int at) {
        return at + literal.length <= key.length
                && Arrays.equals(literal, 0, literal.length, key, at, at + literal.length);
    }
}
