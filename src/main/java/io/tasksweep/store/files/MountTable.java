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
 * The mounts that this process sees. Needed because a bind mount of the same file system has the same device number as its surroundings.
 * Names are bytes, one per character (ISO 8859-1), so that no locale can hide a mount. Only a line feed ends a line: the kernel does not
 * escape a carriage return in a name.
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

    /** Reads the current table. Fails if the system has none: then nobody knows what is mounted, and nothing may be deleted. */
    static MountTable read() throws IOException {
        try {
            return of(Files.readString(SOURCE, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException absent) {
            throw new KnownFailure(FailureCode.UNSUPPORTED, "The system has no table of mounts to look into.");
        }
    }

    /** @param table as the kernel writes it, one byte per character */
    static MountTable of(String table) {
        return new MountTable(LINE_END.splitAsStream(table)
                .map(line -> line.split(" ", POINT + 2))
                .filter(fields -> fields.length > POINT)
                .map(fields -> decode(OCTAL, 8, fields[POINT]))
                .toList());
    }

    /** Whether something is mounted at or below this path, which must be real, without links. */
    boolean hasAnyAtOrBelow(Path real) {
        String path = bytes(real);
        return points.stream().anyMatch(point -> point.equals(path) || point.startsWith(path + "/"));
    }

    /** A path's string has lost the bytes that the locale's encoding does not know; its URI has not. */
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
