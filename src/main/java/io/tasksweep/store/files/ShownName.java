package io.tasksweep.store.files;

import java.nio.file.Path;

/** A name as it may be shown: whoever writes the share chooses names, and a log or a terminal must not obey them. */
final class ShownName {
    private static final int LONGEST = 100;

    private ShownName() {}

    /** The name below a parent that is shown already, with odd characters replaced, cut at {@value #LONGEST}. */
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
