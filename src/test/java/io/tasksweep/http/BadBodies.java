package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** B15 to B26 and B30: bodies for a task that would be deleted if they were accepted. */
final class BadBodies {
    static final int SWOLLEN_BYTES = 4_000_000;

    private static final String INVALID = "invalid_body";
    private static final String SAFE = "{\"force\":false}";

    private BadBodies() {}

    static Stream<BadInput> all() {
        return Stream.of(
                        texts("B15", " ", "\t\r\n"),
                        wrongForce(),
                        texts("B17", "[]", "true", "\"x\"", "1", "null"),
                        texts("B18", "{\"force\":false,\"force\":true}", "{\"force\":false,\"\\u0066orce\":true}"),
                        unknownFields(),
                        texts("B20", SAFE + " x", SAFE + "{\"force\":true}"),
                        encodings(),
                        texts("B22", "/*x*/{}", "{'force':false}", "{\"force\":NaN}", "{\"force\":TRUE}"),
                        texts("B22", "{\"force\":false,}"),
                        deepAndLong(),
                        sizes(),
                        types(),
                        codings(),
                        expectations())
                .flatMap(rows -> rows);
    }

    private static Stream<BadInput> texts(String number, String... bodies) {
        return Stream.of(bodies).map(body -> text(number, body));
    }

    private static BadInput text(String number, String body) {
        return BadInput.of(number, "the body " + body, task().json(body), 400, INVALID);
    }

    private static RawRequest task() {
        return RawRequest.deletion("task-1");
    }

    private static Stream<BadInput> wrongForce() {
        return Stream.of("\"true\"", "\"false\"", "1", "0", "null", "[]", "{}")
                .map(value -> named("B16", "{\"force\":" + value + "}", "force"));
    }

    /** The answer names the field. */
    private static BadInput named(String number, String body, String field) {
        return text(number, body)
                .and(answer -> assertThat(answer.json()
                                .getJsonArray("errors")
                                .getJsonObject(0)
                                .getString("field"))
                        .isEqualTo(field));
    }

    private static Stream<BadInput> unknownFields() {
        String longName = "x".repeat(100);
        return Stream.of(
                named("B19", "{\"Force\":true}", "Force"),
                named("B19", "{\"force \":true}", "force "),
                named("B19", "{\"force\\u0000\":true}", "force?"),
                named("B19", "{\"force\\u009b\":true}", "force?"),
                named("B19", "{\"dry_run\":true}", "dry_run"),
                named("B19", "{\"__proto__\":{}}", "__proto__"),
                named("B19", "{\"" + longName + "\":1}", longName.substring(0, 64)));
    }

    private static Stream<BadInput> encodings() {
        return Stream.concat(
                Stream.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")
                        .map(name -> bytes("in " + name, SAFE.getBytes(Charset.forName(name)))),
                Stream.of(
                        bytes("with a byte order mark", ("\uFEFF" + SAFE).getBytes(StandardCharsets.UTF_8)),
                        bytes("in invalid UTF-8", "{\"\u00ff\":1}".getBytes(StandardCharsets.ISO_8859_1)),
                        bytes("with a lone surrogate", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})));
    }

    private static BadInput bytes(String what, byte[] body) {
        return BadInput.of("B21", "a body " + what, task().json(body), 400, INVALID);
    }

    private static Stream<BadInput> sizes() {
        String large = SAFE + " ".repeat(4_097 - SAFE.length());
        String larger = SAFE + " ".repeat(5_000);
        String chunk = Integer.toHexString(larger.length()) + "\r\n" + larger + "\r\n0\r\n\r\n";
        return Stream.of(
                tooLarge("4 097 bytes", task().json(large)),
                tooLarge("5 KB", task().json(larger)),
                tooLarge(
                        "5 KB in chunks",
                        task().with("Content-Type: application/json", "Transfer-Encoding: chunked")
                                .followedBy(chunk.getBytes(StandardCharsets.US_ASCII))),
                tooLarge(
                        "10 GB announced and none sent",
                        task().with("Content-Type: application/json", "Content-Length: 10000000000")));
    }

    private static BadInput tooLarge(String what, RawRequest request) {
        return BadInput.of("B24", what, request, 413, "body_too_large");
    }

    private static Stream<BadInput> types() {
        String boundary = "--x\r\nContent-Disposition: form-data; name=\"force\"\r\n\r\ntrue\r\n--x--\r\n";
        String file = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ntrue\r\n--x--\r\n";
        return Stream.of(
                type("text/plain", SAFE),
                type("application/xml", "<force/>"),
                type("application/jsonx", SAFE),
                type("application/json;charset=utf-16", SAFE),
                type("application/x-www-form-urlencoded", "force=true"),
                type("application/x-www-form-urlencoded", "force=%"),
                type("Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=&".repeat(1_000)),
                type("multipart/form-data; boundary=x", boundary),
                type("multipart/form-data; boundary=x", file),
                type("multipart/form-data", boundary),
                type("multipart/mixed; boundary=x", boundary),
                BadInput.of(
                        "B26",
                        "a body of no type",
                        task().carrying(SAFE.getBytes(StandardCharsets.US_ASCII)),
                        415,
                        "unsupported_media_type"));
    }

    private static BadInput type(String type, String body) {
        RawRequest request = task().with("Content-Type: " + type).carrying(body.getBytes(StandardCharsets.US_ASCII));
        return BadInput.of("B26", "a body of type " + type, request, 415, "unsupported_media_type");
    }

    static Stream<BadInput> deepAndLong() {
        String digits = "{\"force\":" + "1".repeat(1_500) + "}";
        return Stream.of(
                BadInput.of("B23", "2 000 levels of arrays", task().json("[".repeat(2_000)), 400, INVALID),
                BadInput.of(
                        "B23", "400 levels of objects, cut off", task().json("{\"force\":".repeat(400)), 400, INVALID),
                BadInput.of("B23", "1 500 digits", task().json(digits), 400, INVALID),
                named("B23", "{\"force\":1e999999999}", "force"));
    }

    private static Stream<BadInput> codings() {
        byte[] body = SAFE.getBytes(StandardCharsets.US_ASCII);
        Stream<BadInput> plain = Stream.of("gzip", "deflate", "br", "identity, gzip", "identity", "x-unknown")
                .map(coding ->
                        coded(coding, task().with("Content-Encoding: " + coding).json(body)));
        return Stream.concat(
                plain,
                Stream.of(
                        bomb(),
                        coded(
                                "gzip, of the transfer",
                                task().with("Content-Type: application/json", "Transfer-Encoding: gzip, chunked")
                                        .followedBy("2\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
                        coded(
                                "gzip twice",
                                task().with("Content-Encoding: gzip", "Content-Encoding: gzip")
                                        .json(body))));
    }

    static BadInput bomb() {
        return coded("gzip, 4 MB in 4 KB", task().with("Content-Encoding: gzip").json(swelling()));
    }

    private static BadInput coded(String what, RawRequest request) {
        return BadInput.of("B25", "the coding " + what, request, 415, "unsupported_media_type");
    }

    /** Small as sent, and 4 MB for whoever inflates it. */
    private static byte[] swelling() {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            gzip.write(new byte[SWOLLEN_BYTES]);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return small.toByteArray();
    }

    /** The first answer is the only one: no 100 goes before. */
    private static Stream<BadInput> expectations() {
        return Stream.of(
                BadInput.of(
                        "B30",
                        "100-continue with 99 999 bytes",
                        expecting("100-continue").with("Content-Length: 99999"),
                        413,
                        "body_too_large"),
                BadInput.of(
                        "B30",
                        "200-maybe",
                        expecting("200-maybe").with("Content-Length: 2"),
                        417,
                        "expectation_failed"),
                BadInput.of(
                        "B30", "200-maybe without a body", task().with("Expect: 200-maybe"), 417, "expectation_failed"),
                BadInput.of(
                        "B30",
                        "100-continue, and another one",
                        expecting("100-continue").with("Expect: 200-maybe", "Content-Length: 2"),
                        417,
                        "expectation_failed"));
    }

    private static RawRequest expecting(String what) {
        return task().keptAlive().with("Content-Type: application/json", "Expect: " + what);
    }
}
