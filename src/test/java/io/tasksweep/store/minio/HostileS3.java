package io.tasksweep.store.minio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server of plain keys, without versions and uploads, that misbehaves as told: a trick sees each request first,
 * and may answer it. What no trick answers is answered properly.
 */
public final class HostileS3 implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");
    private static final int PAGE = 1_000;
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // without it each answer takes 40 ms
    }

    /** A request, decoded; its key is empty where it is about the bucket. */
    public record Request(String method, String key, Map<String, String> query, String body) {
        public boolean lists() {
            return query.containsKey("list-type");
        }

        boolean deletes() {
            return query.containsKey("delete");
        }

        boolean deletesOne() {
            return method.equals("DELETE");
        }

        List<String> keys() {
            return KEY.matcher(body).results().map(found -> found.group(1)).toList();
        }
    }

    /** An answer; empty headers mean XML. */
    public record Answer(int status, String body, Map<String, String> headers) {
        static Answer xml(int status, String body) {
            return new Answer(status, body, Map.of("Content-Type", "application/xml"));
        }

        public static Answer error(int status, String code) {
            return xml(status, "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
        }
    }

    private final SortedMap<String, Instant> objects = new ConcurrentSkipListMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Function<Request, Optional<Answer>>> tricks = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public HostileS3() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    HostileS3 holding(int objectsOfTheTask) {
        for (int n = 0; n < objectsOfTheTask; n++) {
            put("task-1/frames/%06d.jpg".formatted(n));
        }
        return this;
    }

    void put(String key) {
        put(key, LONG_AGO);
    }

    /** An object that was written then. */
    public void put(String key, Instant written) {
        objects.put(key, written);
    }

    void remove(String key) {
        objects.remove(key);
    }

    HostileS3 trick(Function<Request, Optional<Answer>> trick) {
        tricks.add(trick);
        return this;
    }

    /** One that comes before those that there are. */
    HostileS3 first(Function<Request, Optional<Answer>> trick) {
        tricks.add(0, trick);
        return this;
    }

    /** Every request of that sort gets that answer. */
    public HostileS3 always(Predicate<Request> which, Answer answer) {
        return trick(request -> which.test(request) ? Optional.of(answer) : Optional.empty());
    }

    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    List<Request> requests() {
        return requests;
    }

    /** On how many connections they came. */
    int connections() {
        return connections.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            URI asked = exchange.getRequestURI();
            Request request = new Request(exchange.getRequestMethod(), key(asked), query(asked.getRawQuery()), body);
            requests.add(request);
            send(exchange, answer(request));
        }
    }

    private Answer answer(Request request) {
        return tricks.stream()
                .flatMap(trick -> trick.apply(request).stream())
                .findFirst()
                .orElseGet(() -> request.lists() ? list(request) : otherwise(request));
    }

    private Answer otherwise(Request request) {
        return request.deletes() ? delete(request, Map.of()) : Answer.error(501, "NotImplemented");
    }

    /** The page that was asked for. */
    Answer list(Request request) {
        String after = request.query().getOrDefault("continuation-token", "");
        List<String> rest = objects.keySet().stream()
                .filter(key -> key.startsWith(request.query().get("prefix")) && key.compareTo(after) > 0)
                .toList();
        List<String> page = rest.subList(0, Math.min(PAGE, rest.size()));
        String token = rest.size() > page.size() ? page.get(page.size() - 1) : "";
        return page(
                page.stream().map(key -> content(key, objects.getOrDefault(key, LONG_AGO), "e")),
                token,
                !token.isEmpty());
    }

    static Answer listing(List<String> keys, boolean more, String token) {
        return listing(keys, more, token, "e");
    }

    static Answer listing(List<String> keys, boolean more, String token, String etag) {
        return page(keys.stream().map(key -> content(key, LONG_AGO, etag)), token, more);
    }

    private static String content(String key, Instant written, String etag) {
        return "<Contents><Key>" + key + "</Key><LastModified>" + written + "</LastModified><ETag>" + etag
                + "</ETag><Size>7</Size></Contents>";
    }

    private static Answer page(Stream<String> contents, String token, boolean more) {
        String next = token.isEmpty() ? "" : "<NextContinuationToken>" + token + "</NextContinuationToken>";
        return Answer.xml(
                200,
                "<ListBucketResult><Name>b</Name><IsTruncated>" + more + "</IsTruncated>" + next
                        + contents.collect(Collectors.joining())
                        + "</ListBucketResult>");
    }

    /** Deletes what has no error. */
    Answer delete(Request request, Map<String, String> errors) {
        StringBuilder said = new StringBuilder("<DeleteResult>");
        for (String key : request.keys()) {
            String error = errors.get(key);
            if (error == null) {
                objects.remove(key);
                said.append("<Deleted><Key>").append(key).append("</Key></Deleted>");
            } else {
                said.append("<Error><Key>")
                        .append(key)
                        .append("</Key><Code>")
                        .append(error)
                        .append("</Code></Error>");
            }
        }
        return Answer.xml(200, said.append("</DeleteResult>").toString());
    }

    private static String key(URI asked) {
        String[] bucketAndKey = asked.getRawPath().substring(1).split("/", 2);
        return bucketAndKey.length == 2 ? decode(bucketAndKey[1]) : "";
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw == null) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            String[] both = pair.split("=", 2);
            query.put(decode(both[0]), both.length == 2 ? decode(both[1]) : "");
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
