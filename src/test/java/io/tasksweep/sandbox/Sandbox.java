package io.tasksweep.sandbox;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tasksweep.app.Service;
import io.tasksweep.testing.FreePort;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The service with everything it needs, on this machine: it fills real servers with sample tasks, deletes one through the HTTP
 * API, and stays up for more. Ends with everything gone that it made.
 */
public final class Sandbox implements AutoCloseable {
    private static final String SUBJECT = "sandbox";

    private final TestingPlatform platform;
    private final Service service;
    private final String token = TestingTokens.token(SUBJECT, TestingTokens.ALL);
    private final PrintStream out;

    private Sandbox(TestingPlatform platform, Service service, PrintStream out) {
        this.platform = platform;
        this.service = service;
        this.out = out;
    }

    /** With {@code once} as its first argument it exits after the demonstration; fails unless that was a success. */
    public static void main(String[] arguments) throws Exception {
        boolean once = arguments.length > 0 && !arguments[0].equals("false");
        Sandbox sandbox = start(System.out);
        if (once) {
            try (sandbox) {
                sandbox.demonstrate();
            }
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-stop"));
        sandbox.demonstrate();
        sandbox.invite();
        Thread.currentThread().join(); // until Ctrl-C
    }

    /** Starts the servers, fills them, starts the service. */
    static Sandbox start(PrintStream out) {
        TestingPlatform platform = TestingPlatform.start(port(out, "Redis", 6379), port(out, "S3", 9000));
        SampleTask.all().forEach(task -> task.seed(platform));
        Map<String, Object> settings = new HashMap<>(platform.settings());
        settings.put("http.port", port(out, "HTTP", 8788));
        settings.put("management.port", port(out, "Management", 8789));
        settings.put("log.format", "text");
        settings.put("log.level", "warn");
        Service service = Service.of(settings, Map.of(), new VertxOptions());
        try {
            service.start();
            leaveOutWhatTheSandboxServerLacks();
        } catch (RuntimeException failed) {
            platform.close();
            throw failed;
        }
        return new Sandbox(platform, service, out);
    }

    /** Its S3 server has neither versions nor uploads, and the service warns of that. */
    private static void leaveOutWhatTheSandboxServerLacks() {
        ((Logger) LoggerFactory.getLogger("io.tasksweep.store.minio.MissingListings")).setLevel(Level.ERROR);
    }

    private static int port(PrintStream out, String what, int usual) {
        int port = FreePort.orOther(usual);
        if (port != usual) {
            out.println(what + ": port " + usual + " is taken, using " + port + " instead.");
        }
        return port;
    }

    /** Deletes the finished task through HTTP, and looks past the service whether it is gone. */
    void demonstrate() throws IOException, InterruptedException {
        SampleTask task = SampleTask.all().get(0);
        show("Before", task.heldBy(platform));
        out.println("\n" + curl(task, false) + "\n");
        HttpResponse<String> answer = post(task.id(), "{\"force\": false}");
        JsonObject result = new JsonObject(answer.body());
        out.println("HTTP " + answer.statusCode() + "\n" + result.encodePrettily() + "\n");
        long[] left = task.heldBy(platform);
        show("After", left);
        boolean deleted = "success".equals(result.getString("status"))
                && result.getJsonArray("results").stream()
                        .allMatch(item -> "deleted".equals(((JsonObject) item).getString("status")));
        if (!deleted || Arrays.stream(left).sum() != 0) {
            throw new IllegalStateException(
                    "the demonstration failed: " + task.id() + " was not deleted from all three stores");
        }
    }

    private void show(String when, long[] held) {
        out.printf("%s: %d files and directories, %d Redis keys, %d objects%n", when, held[0], held[1], held[2]);
    }

    /** Tells what else can be tried. */
    void invite() {
        out.println("\nexport TOKEN=" + token + "\n");
        for (SampleTask task : SampleTask.all()) {
            out.println("# " + task.id() + ": " + task.title());
            out.println("# → " + task.expectation());
            out.println(curl(task, false) + "\n");
        }
        out.println("# and by force:\n" + curl(SampleTask.all().get(2), true));
        out.println(
                "\nHealth and metrics: http://127.0.0.1:" + service.managementPort() + "/health/ready and /metrics");
        out.println("Ctrl-C ends everything and removes what was made.");
    }

    private String curl(SampleTask task, boolean force) {
        return "curl -sS -X POST http://127.0.0.1:" + service.httpPort() + "/v1/tasks/" + task.id() + "/delete"
                + " -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d '{\"force\": " + force
                + "}'";
    }

    HttpResponse<String> post(String taskId, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.httpPort() + "/v1/tasks/" + taskId + "/delete"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        try (platform) {
            service.stop();
        }
    }
}
