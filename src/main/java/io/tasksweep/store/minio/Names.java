package io.tasksweep.store.minio;

import io.tasksweep.domain.ShownText;
import java.util.Arrays;
import java.util.Set;

/** Where and how an object's key, which may hold any character, can be written. */
final class Names {
    private static final int LONGEST_SHOWN = 80;
    private static final Set<String> DOTS = Set.of(".", "..");

    private Names() {}

    /**
     * Whether a bulk deletion can name the key. XML 1.0 cannot hold control characters, U+FFFE and U+FFFF, line breaks would arrive as
     * other ones, and one such key spoils the whole request.
     */
    static boolean fitsXml(String key) {
        return key.chars().noneMatch(character -> character < ' ' || character == 0xFFFE || character == 0xFFFF);
    }

    /** Whether the client can put the key into a URL: it merges consecutive slashes into one, and refuses dot segments. */
    static boolean fitsUrl(String key) {
        return !key.startsWith("/")
                && !key.contains("//")
                && Arrays.stream(key.split("/")).noneMatch(DOTS::contains);
    }

    /** For people to read: relative to the prefix, on one line, and shortened if long. */
    static String relative(String prefix, String key) {
        String name = key.substring(prefix.length());
        int length = Math.min(LONGEST_SHOWN, name.codePointCount(0, name.length()));
        String shown = name.substring(0, name.offsetByCodePoints(0, length));
        return "'" + ShownText.of(shown) + (shown.length() < name.length() ? "…" : "") + "'";
    }
}
