package io.tasksweep.domain;

import java.util.regex.Pattern;

/** Makes text that others chose safe to show in an answer, a log or a terminal. */
public final class ShownText {
    /**
     * Characters that break a line, control a terminal or reverse text. POSIX {@code Cntrl} covers only those of ASCII, but U+009B has the
     * same effect as ESC [.
     */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]");

    private static final String MARKS = "._:-";

    private ShownText() {}

    /** The text with a question mark in place of each character that would do anything but be seen. */
    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll("?");
    }

    /** The beginning of it, so long at most. */
    public static String of(String text, int most) {
        return of(text.substring(0, Math.min(text.length(), most))); // half a character, at the cut, is not seen either
    }

    /**
     * A name that is part of a sentence: a question mark in place of each character but ASCII letters, digits and {@value #MARKS}. Uses no
     * regular expression, since it runs for every record of a task.
     */
    public static String word(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            char one = characters[i];
            characters[i] = isLetterOrDigit(one) || MARKS.indexOf(one) >= 0 ? one : '?';
        }
        return new String(characters);
    }

    private static boolean isLetterOrDigit(char one) {
        return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
    }
}
