package io.tasksweep.store.minio;

import io.tasksweep.domain.ShownText;
import java.util.Arrays;
import java.util.Set;

/** What an object's key, which may hold any character, can be put into. */
final class Names {
    private static final int LONGEST_SHOWN = 80;
    private static final Set<String> DOTS = Set.of(".", "..");

    private Names() {}

    /**
     * Whether a bulk deletion can name it: XML 1.0 holds no control characters and no U+FFFE, line breaks would
     * arrive as others, and one such key spoils the whole request.
     */
    static boolean fitsXml(String key) {
        return key.chars().noneMatch(character -> character < ' ' || character == 0xFFFE || character == 0xFFFF);
    }

    /** Whether the client can put it into a URL: it makes one slash of several, and refuses dot segments. */
    static boolean fitsUrl(String key) {
        return !key.startsWith("/")
                && !key.contains("//")
                && Arrays.stream(key.split("/")).noneMatch(DOTS::contains);
    }

    /** For people: relative to the prefix, one line, not too long. */
    static String relative(String prefix, String key) {
        String name = key.substring(prefix.length());
        int length = Math.min(LONGEST_SHOWN, name.codePointCount(0, name.length()));
        String shown = name.substring(0, name.offsetByCodePoints(0, length));
        return "'" + ShownText.of(shown) + (shown.length() < name.length() ? "…" : "") + "'";
    }
}
