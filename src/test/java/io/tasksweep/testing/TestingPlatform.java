package io.tasksweep.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The three real stores of a task platform, as its workers see them: a share, a Redis, an S3 bucket. Everything here bypasses the
 * service, so a test sees what is there whatever the service says.
 */
public final class TestingPlatform implements AutoCloseable {
    public static final int DATABASE = 3;

    private final Path share;
    private final TestingRedis server;
    private final RedisClient redis;
    private final TestingS3 objects;

    private TestingPlatform(Path share, TestingRedis server, TestingS3 objects) {
        this.share = share;
        this.server = server;
        this.redis = new RedisClient(server.port(), DATABASE);
        this.objects = objects;
    }

    /** On free ports, with a share of its own. */
    public static TestingPlatform start() {
        return start(FreePort.any(), 0);
    }

    public static TestingPlatform start(int redisPort, int s3Port) {
        try {
            return start(Files.createTempDirectory("tasksweep-share-"), redisPort, s3Port);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** With a share beside what the build leaves: the temporary directory may lie in memory, and have room for fewer files. */
    public static TestingPlatform withRoom() {
        try {
            Path target = Path.of("target").toAbsolutePath();
            return start(Files.createTempDirectory(target, "tasksweep-share-"), FreePort.any(), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static TestingPlatform start(Path share, int redisPort, int s3Port) {
        return new TestingPlatform(share, TestingRedis.start(redisPort), TestingS3.start(s3Port));
    }

    /** The settings that lead a service here, flattened as from a file. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("http.host", "127.0.0.1");
        settings.put("http.port", 0);
        settings.put("management.port", 0);
        settings.put("auth.hmac-secret", TestingTokens.SECRET);
        settings.put("files.root", share.toString());
        settings.put("redis.port", server.port());
        settings.put("redis.database", DATABASE);
        settings.put("minio.port", objects.port());
        settings.put("minio.access-key", TestingS3.ACCESS_KEY);
        settings.put("minio.secret-key", TestingS3.SECRET_KEY);
        settings.put("minio.bucket", TestingS3.BUCKET);
        return settings;
    }

    public Path share() {
        return share;
    }

    public RedisClient redis() {
        return redis;
    }

    public TestingS3 objects() {
        return objects;
    }

    public int redisPort() {
        return server.port();
    }

    /** The Redis itself, to be harmed. */
    public TestingRedis redisServer() {
        return server;
    }

    /** Makes a task with files, objects and one state record, whose stage says {@code stageStatus} under {@code status}. */
    public void task(String taskId, String status, String stageStatus) {
        file(taskId + "/input/video.mp4", "a film of " + taskId);
        file(taskId + "/stage/audio.wav", "its sound");
        object(taskId + "/results/transcript.json", "{\"text\": \"" + taskId + "\"}");
        object(taskId + "/results/audio.wav", "its sound again");
        state(taskId, "ffmpeg:extract_audio", state(status, "ffmpeg.extract_audio", stageStatus));
    }

    /** A state record as a worker writes it. */
    public static JsonObject state(String status, String stage, String stageStatus) {
        return new JsonObject()
                .put("create_at", "2026-11-20T08:00:00Z")
                .put("updated_at", "2026-11-20T08:05:00Z")
                .put("status", status)
                .put("stages", new JsonObject().put(stage, new JsonObject().put("status", stageStatus)));
    }

    public void state(String taskId, String worker, JsonObject state) {
        redis.set(taskId + ":" + worker, state.copy().put("workflow_id", taskId).encode());
    }

    /** A file at that path below the share. */
    public void file(String path, String text) {
        try {
            Path file = share.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public void object(String key, String text) {
        objects.put(key, text);
    }

    /** Whether any store holds anything of the task, the service's own records left out. */
    public boolean holds(String taskId) {
        return Files.exists(share.resolve(taskId))
                || Files.exists(share.resolve(".tasksweep").resolve(taskId))
                || !redis.keys(taskId + ":*:*").isEmpty()
                || objects.objects().keySet().stream().anyMatch(key -> key.startsWith(taskId + "/"));
    }

    /** Everything in all three stores, name → fingerprint; the service's own records too. */
    public SortedMap<String, String> snapshot() {
        SortedMap<String, String> all = new TreeMap<>();
        Snapshots.ofDirectory(share).forEach((name, print) -> all.put("file " + name, print));
        redis.snapshot().forEach((name, print) -> all.put("key " + name, print));
        objects.objects().forEach((name, print) -> all.put("object " + name, print));
        return all;
    }

    /** Empties all three stores. */
    public void clear() {
        redis.ask(io.vertx.redis.client.Command.FLUSHALL);
        objects.clear();
        Snapshots.deleteBelow(share);
    }

    @Override
    public void close() {
        try (server;
                objects;
                redis) {
            Snapshots.deleteBelow(share);
        }
        if (!share.toFile().delete()) {
            throw new IllegalStateException("left behind: " + share);
        }
    }
}
