package io.tasksweep.sandbox;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.testing.TestingRedis;
import io.tasksweep.testing.TestingS3;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A share, a Redis and an S3 server of the sandbox's own, with a view on them that does not go through the service. */
final class SandboxStores implements AutoCloseable {
    static final int DATABASE = 3;

    private final Path share;
    private final TestingRedis redis;
    private final TestingS3 s3;
    private final Vertx vertx = Vertx.vertx();
    private final Redis client;

    private SandboxStores(Path share, TestingRedis redis, TestingS3 s3) {
        this.share = share;
        this.redis = redis;
        this.s3 = s3;
        this.client = Redis.createClient(vertx, "redis://127.0.0.1:" + redis.port() + "/" + DATABASE);
    }

    static SandboxStores start(int redisPort, int s3Port) throws IOException {
        Path share = Files.createTempDirectory("tasksweep-sandbox-");
        return new SandboxStores(share, TestingRedis.start(redisPort), TestingS3.start(s3Port));
    }

    /** The settings that lead a service here. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("files.root", share.toString());
        settings.put("redis.port", redis.port());
        settings.put("redis.database", DATABASE);
        settings.put("minio.port", s3.port());
        settings.put("minio.access-key", TestingS3.ACCESS_KEY);
        settings.put("minio.secret-key", TestingS3.SECRET_KEY);
        settings.put("minio.bucket", TestingS3.BUCKET);
        return settings;
    }

    int redisPort() {
        return redis.port();
    }

    int s3Port() {
        return s3.port();
    }

    void seed(SampleTask task) throws IOException {
        for (int i = 1; i <= task.files(); i++) {
            Path file = share.resolve(task.id()).resolve("stage-" + i % 3).resolve("part-" + i + ".dat");
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[1024]);
        }
        for (int i = 1; i <= task.objects(); i++) {
            s3.put(task.id() + "/results/part-" + i + ".json", "x".repeat(512));
        }
        task.states().forEach((worker, state) -> set(task.id() + ":" + worker, state));
    }

    private void set(String key, JsonObject state) {
        await(client.send(Request.cmd(Command.SET).arg(key).arg(state.encode())).map(answer -> key));
    }

    /** What each store holds of a task, counted past the service: files and directories, keys, objects. */
    long[] holding(String taskId) throws IOException {
        return new long[] {files(share.resolve(taskId)), keys(taskId), objects(taskId)};
    }

    private long keys(String taskId) {
        Request keys = Request.cmd(Command.KEYS).arg(taskId + ":*");
        return await(client.send(keys).map(answer -> answer == null ? 0L : answer.size()));
    }

    private static long files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.count();
        }
    }

    private long objects(String taskId) {
        return s3.objects().keySet().stream()
                .filter(key -> key.startsWith(taskId + "/"))
                .count();
    }

    @Override
    public void close() {
        client.close();
        await(vertx.close());
        s3.close();
        redis.close();
        try (Stream<Path> all = Files.walk(share)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
