package io.tasksweep.store.minio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an answer, with {@link #LOST} in place of each character that XML cannot hold, whether written as such or as a character
 * reference. Characters are replaced while they are read, since an answer may be long.
 */
final class PlainText extends Reader {
    /** Unicode's replacement character. */
    static final char LOST = '\uFFFD';

    private static final char AMPERSAND = '&';

    /** How many characters are examined at once; those after a reference are read twice. */
    private static final int RUN = 256;

    private static final Pattern REFERENCE = Pattern.compile("#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));");
    private static final int LONGEST_REFERENCE = 9;

    private final BufferedReader text;

    PlainText(InputStream answer) {
        text = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        int count = 0;
        int run = 0;
        while (count < most && (run = run(into, from + count, Math.min(most - count, RUN))) > 0) {
            count += run;
        }
        return run < 0 && count == 0 ? -1 : count;
    }

    /** Reads up to the next reference, or that reference itself. Returns the number of characters, negative at the end. */
    private int run(char[] into, int from, int most) throws IOException {
        text.mark(most);
        int read = text.read(into, from, most);
        int plain = plain(into, from, read);
        if (read < 0 || plain == read) {
            return read;
        }
        text.reset();
        return plain > 0 ? (int) text.skip(plain) : reference(into, from);
    }

    /** Replaces what XML cannot hold, up to the next reference, and returns how many characters there are before it. */
    private static int plain(char[] all, int from, int most) {
        int count = 0;
        while (count < most && all[from + count] != AMPERSAND) {
            all[from + count] = isHeld(all[from + count]) ? all[from + count] : LOST;
            count++;
        }
        return count;
    }

    private int reference(char[] into, int from) throws IOException {
        char begin = (char) text.read();
        into[from] = lostReference() ? LOST : begin;
        return 1;
    }

    /** Whether a reference to a character that XML cannot hold comes next; if so, it has been read. */
    private boolean lostReference() throws IOException {
        text.mark(LONGEST_REFERENCE);
        StringBuilder reference = new StringBuilder();
        int next = 0;
        while (next != ';' && reference.length() < LONGEST_REFERENCE && (next = text.read()) >= 0) {
            reference.append((char) next);
        }
        Matcher found = REFERENCE.matcher(reference);
        boolean lost = found.matches() && !isHeldByReference(found);
        if (!lost) {
            text.reset();
        }
        return lost;
    }

    private static boolean isHeldByReference(Matcher found) {
        String hexadecimal = found.group(1);
        int point = hexadecimal == null ? Integer.parseInt(found.group(2)) : Integer.parseInt(hexadecimal, 16);
        return isHeld(point) && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }

    /**
     * Whether <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0</a> can hold the character. A surrogate passes, since it stands
     * beside its other half.
     */
    private static boolean isHeld(int point) {
        return point < ' ' ? point == '\t' || point == '\n' || point == '\r' : point != 0xFFFE && point != 0xFFFF;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
