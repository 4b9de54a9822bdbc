package io.tasksweep.testing;

import io.tasksweep.app.Main;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service in a process of its own, started as an operator would; a test can kill it or tell it to end. */
public final class ServiceProcess implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern READY = Pattern.compile("\"http_port\":\"?(\\d+)");
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path directory;
    private int port; // zero until it is ready

    private ServiceProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /** On that platform, with further settings that override its own. Returns before it is ready. */
    public static ServiceProcess on(TestingPlatform platform, Map<String, Object> further) {
        return on(platform, further, Launch.USUAL);
    }

    /** Likewise with 64 MB of heap and 256 descriptors. */
    public static ServiceProcess confined(TestingPlatform platform, Map<String, Object> further) {
        return on(platform, further, Launch.confined().files(256));
    }

    /** The same, run in another way. */
    public static ServiceProcess on(TestingPlatform platform, Map<String, Object> further, Launch launch) {
        Map<String, Object> settings = new HashMap<>(platform.settings());
        settings.putAll(further);
        return with(settings, launch);
    }

    /** With these settings alone, whatever stores they lead to. */
    public static ServiceProcess with(Map<String, Object> all, Launch launch) {
        try {
            Path directory = Files.createTempDirectory("tasksweep-process-");
            JsonObject settings = new JsonObject()
                    .put("audit.file", directory.resolve("audit.jsonl").toString())
                    .mergeIn(new JsonObject(all));
            Path file = Files.writeString(directory.resolve("settings.yaml"), settings.encode());
            return new ServiceProcess(start(launch, file, directory), directory);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static Process start(Launch launch, Path settings, Path directory) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                        launch.command(Main.class, directory, "--config", settings.toString()))
                .redirectError(directory.resolve("log").toFile())
                .redirectOutput(directory.resolve("out").toFile());
        process.environment().putAll(launch.environment());
        return process.start();
    }

    /** What the JVM has written of its own accord, where the launch asked it to. */
    public String written(String name) {
        return text(name);
    }

    /** Waits until it accepts requests. */
    public ServiceProcess ready() {
        Awaiting.until(() -> READY.matcher(log()).find() || !process.isAlive(), LIMIT_SECONDS);
        Matcher ready = READY.matcher(log());
        if (!ready.find()) {
            throw new AssertionError("The service does not start: " + log());
        }
        port = Integer.parseInt(ready.group(1));
        return this;
    }

    /** Where it accepts requests, once it is ready. */
    public int port() {
        return port;
    }

    /** What it has logged so far. */
    public String log() {
        return text("log");
    }

    private String text(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Asks without force, with a token that permits everything; fails if no answer arrives. */
    public CompletableFuture<Reply> delete(String taskId) {
        return delete(taskId, false);
    }

    /** Likewise, with or without force. */
    public CompletableFuture<Reply> delete(String taskId, boolean force) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/tasks/" + taskId + "/delete"))
                .header("Authorization", "Bearer " + TestingTokens.token("tester", TestingTokens.ALL))
                .header("Content-Type", "application/json")
                .POST(
                        force
                                ? HttpRequest.BodyPublishers.ofString("{\"force\": true}")
                                : HttpRequest.BodyPublishers.noBody())
                .build();
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> TestingService.reply("deleteTask", answer))
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for all of them at once, and waits for the answers, in the same order. */
    public List<Reply> deleteAll(List<String> taskIds) {
        List<CompletableFuture<Reply>> asked =
                taskIds.stream().map(this::delete).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** The whole lines of its audit log. */
    public List<JsonObject> audit() {
        String written = text("audit.jsonl");
        return written.substring(0, written.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    /** A line that is no JSON comes from the JVM itself. */
    private static void examine(String line) {
        if (line.startsWith("{") && line.endsWith("}")) {
            JsonObject event = new JsonObject(line);
            Leaks.saw(
                    LeakWatch.outlet(event.getInteger("level_value", 0)),
                    line + " " + event.getString("stack_trace", ""));
        }
    }

    /** Ends it at once (SIGKILL), and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    public long pid() {
        return process.pid();
    }

    /** The most memory that it has had resident so far, heap and all, in MiB. */
    public long peakMebibytes() {
        return ProcessFigures.status(process.pid(), "VmHWM:") / 1024;
    }

    /** The memory that it has resident now, in MiB. */
    public long residentMebibytes() {
        return ProcessFigures.status(process.pid(), "VmRSS:") / 1024;
    }

    /** Stops it where it is (SIGSTOP). */
    public void freeze() {
        Signals.send("STOP", process.pid());
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        Signals.send("CONT", process.pid());
    }

    /** How it has ended, if it has. */
    public String ended() {
        return process.isAlive() ? "It runs. " : "It has ended with exit code " + process.exitValue() + ". ";
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            return process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS).exitValue();
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        } catch (java.util.concurrent.ExecutionException | TimeoutException cause) {
            throw new AssertionError("The service does not end", cause);
        }
    }

    @Override
    public void close() {
        kill();
        audit().forEach(line -> Leaks.saw(Leaks.Outlet.AUDIT, line.encode()));
        log().lines().forEach(ServiceProcess::examine);
        Snapshots.deleteBelow(directory);
        if (!directory.toFile().delete()) {
            throw new IllegalStateException("left behind: " + directory);
        }
    }
}
