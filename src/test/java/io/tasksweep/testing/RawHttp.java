package io.tasksweep.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 as raw bytes over a socket. */
public final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    /** Closed without an answer. */
    static final Answer NONE = new Answer(0, Map.of(), "");

    private RawHttp() {}

    /**
     * One answer.
     *
     * @param status 0 if the connection was closed without any
     * @param headers by name in lower case, with every value that was sent
     */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        /** The header's value, each of them if it was sent more than once. */
        public String header(String name) {
            return String.join(" | ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }

        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    /** Sends the bytes over a connection of their own and waits for one answer. */
    public static Answer ask(int port, RawRequest request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.bytes());
            socket.getOutputStream().flush();
            return read(
                    new BufferedInputStream(socket.getInputStream()),
                    !request.method().equals("HEAD"));
        } catch (IOException cause) {
            throw new UncheckedIOException(request.method() + " " + request.target(), cause);
        }
    }

    static Answer read(InputStream in, boolean hasBody) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(String.join("", headers.getOrDefault("content-length", List.of("0"))));
        String body = hasBody ? new String(in.readNBytes(length), StandardCharsets.UTF_8) : "";
        Answer answer = new Answer(Integer.parseInt(first.split(" ", -1)[1]), headers, body);
        if (answer.header("Content-Type").contains("json")) { // not the contract, which tells of the fixtures' names
            Leaks.saw(Leaks.Outlet.ANSWER, headers + body);
        }
        return answer;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
