package io.tasksweep.domain;

import java.util.regex.Pattern;

/** Text that others chose, as an answer, a log or a terminal may show it. */
public final class ShownText {
    /** What breaks a line, steers a terminal or turns text round; POSIX' Cntrl knows those of ASCII only, and U+009B is as good as ESC [. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]");

    private ShownText() {}

    /** The same, with a question mark for each character that would do something else than be seen. */
    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll("?");
    }

    /** The beginning of it, so long at most. */
    public static String of(String text, int most) {
        return of(text.substring(0, Math.min(text.length(), most))); // half a character, at the cut, is not seen either
    }
}
