package io.tasksweep.store.files;

import java.nio.file.Path;

/** Makes a name safe to show: whoever can write to the share chooses names, and a log or a terminal must not obey them. */
final class ShownName {
    private static final int LONGEST = 100;

    private ShownName() {}

    /** Appends the name to a parent that is already safe; replaces odd characters and cuts the result to {@value #LONGEST} characters. */
    static String below(String parent, Path name) {
        if (parent.length() >= LONGEST) {
            return parent;
        }
        StringBuilder shown = new StringBuilder(parent).append('/');
        name.toString().codePoints().forEach(point -> shown.appendCodePoint(isPlain(point) ? point : '?'));
        return cut(shown);
    }

    private static String cut(StringBuilder shown) {
        if (shown.length() <= LONGEST) {
            return shown.toString();
        }
        int end = Character.isHighSurrogate(shown.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return shown.substring(0, end) + "…" + "…".repeat(LONGEST - 1 - end);
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> point != '\uFFFD';
        };
    }
}
