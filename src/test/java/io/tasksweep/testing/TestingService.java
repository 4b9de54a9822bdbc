package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.until;

import io.tasksweep.app.Service;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The whole service on free ports, and a client that knows nothing of its internals. */
public final class TestingService implements AutoCloseable {
    /** More than any answer may take; without it one that never comes would hold up the build. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Service service;
    private final Map<String, Object> settings;
    private final Path audit;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestingService(Service service, Map<String, Object> settings, Path audit) {
        this.service = service;
        this.settings = settings;
        this.audit = audit;
    }

    /** On that platform, with further settings that override its own; an empty text takes one away. */
    public static TestingService on(TestingPlatform platform, Map<String, Object> further) {
        TestingService testing = secure(platform, further);
        testing.warmUp(!further.containsKey("audit.file"));
        return testing;
    }

    /** Likewise where the port speaks TLS, which the client here does not. */
    public static TestingService secure(TestingPlatform platform, Map<String, Object> further) {
        try {
            Path audit = Files.createTempFile("tasksweep-audit-", ".jsonl");
            Map<String, Object> settings = platform.settings();
            settings.put("audit.file", audit.toString());
            settings.putAll(further);
            settings.values().removeIf(""::equals);
            Service service = Service.of(settings, Map.of(), BlockedEventLoops.strict());
            service.start();
            return new TestingService(service, settings, audit);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The first request loads half the classes there are; only what comes after it may be timed, or blamed for blocking. */
    private void warmUp(boolean audited) {
        delete("warm-up", false);
        receipt("warm-up");
        metrics();
        management("/health/ready");
        if (audited) {
            audit(1); // a line that comes later would be taken for a test's own
        }
        BlockedEventLoops.drain();
        try {
            Files.write(audit, new byte[0]);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** An answer, with its body read as JSON. */
    public record Reply(int status, JsonObject body, String retryAfter) {
        public String code() {
            return body.getString("code", "");
        }

        /** What the answer says of one store: {@code deleted}, {@code skipped}, {@code failed}. */
        public String outcome(String resource) {
            return item(resource).getString("status");
        }

        public JsonObject item(String resource) {
            return body.getJsonArray("results").stream()
                    .map(JsonObject.class::cast)
                    .filter(item -> resource.equals(item.getString("resource")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Asks with a token that permits everything. */
    public Reply delete(String taskId, boolean force) {
        return post(taskId, "{\"force\": " + force + "}", TestingTokens.token("tester", TestingTokens.ALL));
    }

    /** Asks for all of them at once, without force; the answers come in any order. */
    public List<CompletableFuture<Reply>> deleteAtOnce(List<String> taskIds) {
        String token = TestingTokens.token("tester", TestingTokens.ALL);
        return taskIds.stream()
                .map(id -> request("/v1/tasks/" + id + "/delete", token)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build())
                .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .thenApply(answer -> reply("deleteTask", answer)))
                .toList();
    }

    public Reply post(String taskId, String body, String token) {
        return send(
                "deleteTask",
                request("/v1/tasks/" + taskId + "/delete", token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Reply receipt(String taskId) {
        String token = TestingTokens.token("tester", TestingTokens.ALL);
        return send(
                "getDeletion",
                request("/v1/tasks/" + taskId + "/deletion", token).GET());
    }

    private HttpRequest.Builder request(String path, String token) {
        return to("http.host", service.httpPort(), path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder to(String hostsKey, int port, String path) {
        Object host = settings.getOrDefault(hostsKey, "127.0.0.1");
        return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(PATIENCE);
    }

    private Reply send(String operationId, HttpRequest.Builder request) {
        return reply(operationId, text(request));
    }

    static Reply reply(String operationId, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        String retryAfter = answer.headers().firstValue("retry-after").orElse("");
        Reply reply = new Reply(answer.statusCode(), new JsonObject(answer.body()), retryAfter);
        Answers.held(operationId, reply.status(), type, reply.body());
        return reply;
    }

    private HttpResponse<String> text(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException late) {
            throw new AssertionError("No answer within " + PATIENCE, late);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    /** What the management port says. */
    public record Said(int status, String body) {
        /** Whether it is that status code, and that word in the body. */
        public boolean is(int code, String word) {
            return status == code && word.equals(new JsonObject(body).getString("status"));
        }
    }

    /** What it says at that path. */
    public Said management(String path) {
        HttpResponse<String> answer =
                text(to("management.host", service.managementPort(), path).GET());
        return new Said(answer.statusCode(), answer.body());
    }

    public boolean isUp() {
        return management("/health/ready").is(200, "UP");
    }

    public String metrics() {
        return management("/metrics").body();
    }

    public int httpPort() {
        return service.httpPort();
    }

    public int managementPort() {
        return service.managementPort();
    }

    public EventBus eventBus() {
        return service.eventBus();
    }

    /** The audit log once it has at least so many entries: an answer waits for its line a moment only. */
    public List<JsonObject> audit(int least) {
        until(() -> audit().size() >= least);
        return audit();
    }

    /** The audit log so far, an entry a whole line. */
    public List<JsonObject> audit() {
        try {
            String written = Files.readString(audit, StandardCharsets.UTF_8);
            return written.substring(0, written.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JsonObject::new)
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Override
    public void close() {
        Leaks.saw(Leaks.Outlet.METRICS, metrics() + management("/health/ready").body());
        service.stop();
        audit().forEach(line -> Leaks.saw(Leaks.Outlet.AUDIT, line.encode()));
        if (!audit.toFile().delete()) {
            throw new IllegalStateException("left behind: " + audit);
        }
    }
}
