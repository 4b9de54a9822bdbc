package io.tasksweep.http;

import io.tasksweep.testing.RawRequest;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** B34 to B40: bytes that are no request, or two of them, or one that another server would read otherwise. */
final class DecoderInputs {
    private static final Set<Integer> BAD = Set.of(400);
    /** Closed, with or without an answer. */
    private static final Set<Integer> CLOSED = Set.of(0, 400);

    private static final String TASK = "task-1";

    private DecoderInputs() {}

    /**
     * Bytes that must lead to nothing.
     *
     * @param statuses those allowed of the only answer; 0 is none
     */
    record Bytes(String number, String what, String wire, Set<Integer> statuses) {
        /** With a task of its own; the lengths stay as they are. */
        private Bytes about(String task) {
            return new Bytes(number, what, wire.replace(TASK, task), statuses);
        }

        @Override
        public String toString() {
            return number + " " + what;
        }
    }

    /** By the task that each is about: what the audit log says of it comes late, when the next one is asked already. */
    static SortedMap<String, Bytes> all() {
        SortedMap<String, Bytes> all = new TreeMap<>();
        Stream.of(lengths(), encodings(), chunks(), sizes(), lines(), versions())
                .flatMap(rows -> rows)
                .forEach(bytes -> {
                    String task = String.format("t%05d", all.size());
                    all.put(task, bytes.about(task));
                });
        return all;
    }

    /** Would delete the task; the connection would stay open. */
    private static RawRequest task() {
        return RawRequest.deletion(TASK).keptAlive();
    }

    private static Bytes bytes(String number, String what, RawRequest request, Set<Integer> statuses) {
        return new Bytes(number, what, request.wire(), statuses);
    }

    private static Stream<Bytes> lengths() {
        Stream<Bytes> one = Stream.of("2, 2", "2,3", "+2", "-1", "0x2", "2 ", "", "99999999999999999999", "2;")
                .filter(value -> !value.equals("2 ")) // white space around a value is not part of it
                .map(value -> bytes("B34", "length «" + value + "»", json("Content-Length: " + value), BAD));
        Stream<Bytes> two = Stream.of("Content-Length: 2", "Content-Length: 3", "content-length: 0")
                .map(second -> bytes("B34", "2 and " + second, json("Content-Length: 2", second), BAD));
        return Stream.concat(one, two);
    }

    private static RawRequest json(String... lines) {
        return task().with("Content-Type: application/json").with(lines).carryingAsIs("{}");
    }

    private static Stream<Bytes> encodings() {
        String inner = task().wire();
        RawRequest smuggling = task().with("Content-Type: application/json");
        return Stream.of(
                bytes(
                        "B35",
                        "length and chunks, a request inside",
                        smuggling
                                .with("Content-Length: " + (5 + inner.length()), "Transfer-Encoding: chunked")
                                .carryingAsIs("0\r\n\r\n" + inner),
                        BAD),
                bytes(
                        "B35",
                        "chunks and length, a request inside",
                        smuggling
                                .with("Transfer-Encoding: chunked", "Content-Length: 2")
                                .carryingAsIs("0\r\n\r\n" + inner),
                        BAD),
                coded("xchunked"),
                coded("chunked, identity"),
                coded("identity"),
                coded("gzip"),
                coded("chunked, chunked"),
                coded("\"chunked\""),
                bytes(
                        "B35",
                        "two encodings",
                        smuggling
                                .with("Transfer-Encoding: chunked", "Transfer-Encoding: identity")
                                .carryingAsIs("0\r\n\r\n" + inner),
                        BAD));
    }

    private static Bytes coded(String coding) {
        RawRequest request = task().with("Transfer-Encoding: " + coding, "Content-Type: application/json");
        return bytes("B35", "coding " + coding, request.carryingAsIs("0\r\n\r\n" + task().wire()), BAD);
    }

    private static Stream<Bytes> chunks() {
        return Stream.of(
                        "2;a\nb\r\n{}\r\n0\r\n\r\n",
                        "2;a=\"\n\"\r\n{}\r\n0\r\n\r\n",
                        "zz\r\n{}\r\n0\r\n\r\n",
                        "-1\r\n{}\r\n0\r\n\r\n",
                        "+2\r\n{}\r\n0\r\n\r\n",
                        "0x2\r\n{}\r\n0\r\n\r\n",
                        "00000000000000002\r\n{}\r\n0\r\n\r\n".replace("0000000000000000", "1".repeat(16)),
                        "2\r\n{}0\r\n\r\n",
                        "2\n{}\n0\n\n",
                        "2\r\n{}\r\n0\r\nHost : x\r\n\r\n")
                .map(body -> bytes("B36", "chunks " + shown(body), chunked().carryingAsIs(body), CLOSED));
    }

    private static RawRequest chunked() {
        return task().with("Transfer-Encoding: chunked", "Content-Type: application/json");
    }

    private static String shown(String body) {
        return body.replace("\r", "\\r").replace("\n", "\\n");
    }

    private static Stream<Bytes> sizes() {
        StringBuilder small = new StringBuilder("X-0: 0");
        for (int i = 1; i < 1_000; i++) {
            small.append("\r\nX-Small-").append(i).append(": 0");
        }
        return Stream.of(
                bytes("B37", "9 KB in one header", task().with("X-Long: " + "x".repeat(9_000)), Set.of(431)),
                bytes("B37", "1 000 small headers", task().with(small.toString()), Set.of(431)),
                bytes("B37", "a line of 5 KB", RawRequest.to("POST", "/" + "x".repeat(5_000)), Set.of(414)));
    }

    private static Stream<Bytes> lines() {
        String good = task().wire();
        return Stream.of(
                new Bytes("B38", "bare line feeds", good.replace("\r\n", "\n"), CLOSED),
                new Bytes("B38", "one bare line feed", good.replaceFirst("\r\n", "\n"), CLOSED),
                new Bytes("B38", "a bare carriage return", good.replaceFirst("Host", "X: a\rb\r\nHost"), CLOSED),
                new Bytes("B38", "a space before a colon", good.replace("Host:", "Host :"), CLOSED),
                bytes("B38", "NUL in a value", task().with("X: a\0b"), CLOSED),
                bytes("B38", "NUL in a name", task().with("X\0: b"), CLOSED),
                new Bytes(
                        "B38",
                        "a TLS hello",
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n",
                        CLOSED));
    }

    private static Stream<Bytes> versions() {
        String good = task().wire();
        Set<Integer> refused = Set.of(0, 400, 501, 505);
        return Stream.of(
                new Bytes("B40", "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + good, refused),
                new Bytes("B40", "HTTP/3.7", good.replace("HTTP/1.1", "HTTP/3.7"), refused),
                new Bytes("B40", "HTTP/2.0", good.replace("HTTP/1.1", "HTTP/2.0"), refused),
                new Bytes("B40", "HTTP/1.9", good.replace("HTTP/1.1", "HTTP/1.9"), refused),
                new Bytes("B40", "no version", good.replace(" HTTP/1.1", ""), refused));
    }
}
