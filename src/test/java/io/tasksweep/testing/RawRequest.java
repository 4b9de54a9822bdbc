package io.tasksweep.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A request exactly as it goes over the wire, byte for byte, without a client library that would tidy it up.
 *
 * @param target path and query, each character one byte
 * @param headers whole lines, each character one byte
 * @param body what follows the empty line, whatever the headers say, each character one byte
 */
public record RawRequest(String method, String target, List<String> headers, String body) {
    public RawRequest {
        headers = List.copyOf(headers);
    }

    /** Asks for the deletion of the task that this segment of the path names, with every permission and no body. */
    public static RawRequest deletion(String segment) {
        return to("POST", "/v1/tasks/" + segment + "/delete");
    }

    public static RawRequest to(String method, String target) {
        String token = TestingTokens.token("raw", TestingTokens.ALL);
        return new RawRequest(
                method,
                target,
                List.of("Host: tasksweep.test", "Connection: close", "Authorization: Bearer " + token),
                "");
    }

    public RawRequest with(String... lines) {
        return new RawRequest(
                method,
                target,
                Stream.concat(headers.stream(), Arrays.stream(lines)).toList(),
                body);
    }

    /** Without any header of that name. */
    public RawRequest without(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        List<String> others = headers.stream()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
        return new RawRequest(method, target, others, body);
    }

    /** With that value of {@code Authorization} in place of the good one. */
    public RawRequest authorized(String value) {
        return without("Authorization").with("Authorization: " + value);
    }

    /** With a body that says it is JSON. */
    public RawRequest json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawRequest json(byte[] bytes) {
        return with("Content-Type: application/json").carrying(bytes);
    }

    /** With a body whose type is not said. */
    public RawRequest carrying(byte[] bytes) {
        return with("Content-Length: " + bytes.length).followedBy(bytes);
    }

    /** With these bytes after the empty line. */
    public RawRequest followedBy(byte[] bytes) {
        return new RawRequest(method, target, headers, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** With this text after the empty line, each character one byte. */
    public RawRequest carryingAsIs(String bytes) {
        return new RawRequest(method, target, headers, bytes);
    }

    /** The path as sent, without the query, and without the host that an absolute form names. */
    public String path() {
        return target.replaceFirst("\\?.*", "").replaceFirst("^http://[^/]*", "");
    }

    byte[] bytes() {
        return wire().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What goes over the wire, each character one byte. */
    public String wire() {
        return method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
    }

    /** To be followed by another on the same connection. */
    public RawRequest keptAlive() {
        return without("Connection");
    }

    /** The bytes of a text as characters, one each, fit for target and headers. */
    public static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
