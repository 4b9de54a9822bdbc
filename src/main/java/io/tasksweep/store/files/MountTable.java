package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted where, as this process sees it. Needed because a bind mount of the same file system has the same
 * device number as its surroundings. All names are bytes, one to a character (ISO 8859-1), so that no locale can hide
 * a mount. A line ends with a line feed only: a carriage return in a name is none of those characters that the kernel escapes.
 *
 * @param points where something is mounted
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
record MountTable(List<String> points) {
    private static final Path SOURCE = Path.of("/proc/self/mountinfo");
    private static final int POINT = 4;
    private static final Pattern LINE_END = Pattern.compile("\n");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");

    /** Where the table comes from. */
    interface Source {
        MountTable read() throws IOException;
    }

    MountTable {
        points = List.copyOf(points);
    }

    /** As of now. Fails where there is no such table: then nobody knows, and nothing may be deleted. */
    static MountTable read() throws IOException {
        try {
            return of(Files.readString(SOURCE, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException absent) {
            throw new KnownFailure(FailureCode.UNSUPPORTED, "The system has no table of mounts to look into.");
        }
    }

    /** @param table as the kernel writes it, one byte to a character */
    static MountTable of(String table) {
        return new MountTable(LINE_END.splitAsStream(table)
                .map(line -> line.split(" ", POINT + 2))
                .filter(fields -> fields.length > POINT)
                .map(fields -> decode(OCTAL, 8, fields[POINT]))
                .toList());
    }

    /** Whether something is mounted on this path or below; it must be real, without links. */
    boolean hasAnyAtOrBelow(Path real) {
        String path = bytes(real);
        return points.stream().anyMatch(point -> point.equals(path) || point.startsWith(path + "/"));
    }

    /** A path's string has lost what the locale's encoding does not know; its URI has not. */
    private static String bytes(Path path) {
        String decoded = decode(PERCENT, 16, path.toUri().getRawPath());
        return decoded.length() > 1 && decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
    }

    private static String decode(Pattern escape, int radix, String text) {
        Matcher escaped = escape.matcher(text);
        return escaped.find() ? escaped.replaceAll(found -> character(found, radix)) : text;
    }

    private static String character(MatchResult found, int radix) {
        char character = (char) Integer.parseInt(found.group(1), radix);
        return Matcher.quoteReplacement(String.valueOf(character));
    }
}
