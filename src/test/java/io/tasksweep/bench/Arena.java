package io.tasksweep.bench;

import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The three stores on this machine, used by nothing else. Closing the arena removes everything that it has made. */
final class Arena implements AutoCloseable {
    private static final String NEIGHBOUR = "neighbour";

    private final Deque<Closing> open;
    private final Path work;
    private final Share share;
    private final NativeRedis redis;
    private final Gateway gateway;
    private final KeySpace keys;
    private final Bucket bucket;

    /** What has been opened, and how it is closed again. */
    private interface Closing {
        void close() throws Exception;
    }

    private Arena(Path where, Deque<Closing> open) throws IOException, InterruptedException {
        this.open = open;
        work = directory(Path.of(System.getProperty("java.io.tmpdir")), "tasksweep-bench-");
        share = new Share(directory(where, "tasksweep-bench-share-"));
        redis = opened(NativeRedis.start(work));
        gateway = opened(Gateway.open(work));
        keys = opened(new KeySpace(redis.port()));
        bucket = opened(new Bucket(gateway));
        seedNeighbour();
    }

    /** @param share where the shared directory is made */
    static Arena open(Path share) throws IOException, InterruptedException {
        Deque<Closing> opened = new ArrayDeque<>();
        try {
            return new Arena(share, opened);
        } catch (IOException | InterruptedException | RuntimeException cause) {
            close(opened);
            throw cause;
        }
    }

    private Path directory(Path parent, String name) throws IOException {
        Path made = Files.createTempDirectory(parent, name);
        open.push(() -> ChildProcess.output(List.of("rm", "-rf", "--", made.toString())));
        return made;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part::close);
        return part;
    }

    /** Must be there whatever is deleted. */
    private void seedNeighbour() {
        stores().forEach(store -> store.seed(NEIGHBOUR, Shape.TINY));
    }

    private Stream<Store> stores() {
        return Stream.of(share, keys, bucket);
    }

    /** @throws IllegalStateException if there is not twice the room that it takes */
    void seed(Batch batch, Shape shape) {
        share.mustHold(2L * batch.size() * (shape.bytes() + shape.files() * 4_096L));
        for (String task : batch.tasks()) {
            stores().forEach(store -> store.seed(task, shape));
        }
    }

    /** Sees to it that Redis holds so many keys of other tasks. */
    void others(int keysOfOthers) {
        if (keys.others(keysOfOthers)) {
            seedNeighbour();
        }
    }

    /** @throws IllegalStateException if anything of these tasks is left, or anything is gone that is not theirs */
    void examine(Batch batch, String contestant) {
        long left = stores().mapToLong(store -> store.count(batch.prefix())).sum();
        if (left > 0) {
            throw new IllegalStateException(contestant + " has left " + left + " things of " + batch.prefix());
        }
        boolean whole = share.count(NEIGHBOUR) == 1 + Shape.TINY.files()
                && bucket.count(NEIGHBOUR) == Shape.TINY.objects()
                && keys.count(NEIGHBOUR) == Shape.TINY.keys()
                && keys.othersAreThere();
        if (!whole) {
            throw new IllegalStateException(contestant + " has deleted something of others");
        }
    }

    /** What leads the service here. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("http.host", "127.0.0.1");
        settings.put("http.port", 0);
        settings.put("management.port", 0);
        settings.put("auth.hmac-secret", TestingTokens.SECRET);
        settings.put("files.root", share.root().toString());
        settings.put("redis.port", redis.port());
        settings.put("redis.database", TestingPlatform.DATABASE);
        settings.put("minio.port", gateway.endpoint().getPort());
        settings.put("minio.access-key", gateway.accessKey());
        settings.put("minio.secret-key", gateway.secretKey());
        settings.put("minio.bucket", gateway.bucket());
        return settings;
    }

    /** What leads {@code .ci/bench-peers} here. */
    Map<String, String> environment() {
        String keysInUrl = gateway.accessKey() + ":" + gateway.secretKey() + "@";
        Map<String, String> all = new HashMap<>();
        all.put("SHARE", share.root().toString());
        all.put("BUCKET", gateway.bucket());
        all.put("REDIS_PORT", Integer.toString(redis.port()));
        all.put("REDIS_DB", Integer.toString(TestingPlatform.DATABASE));
        all.put("MC", Tool.MC.path().map(Path::toString).orElse("mc"));
        all.put("MC_CONFIG_DIR", work.resolve("mc").toString());
        all.put("MC_HOST_bench", gateway.endpoint().toString().replace("://", "://" + keysInUrl));
        all.put("RCLONE_CONFIG", work.resolve("rclone.conf").toString());
        all.put("RCLONE_CONFIG_BENCH_TYPE", "s3");
        all.put("RCLONE_CONFIG_BENCH_PROVIDER", "Ceph");
        all.put("RCLONE_CONFIG_BENCH_ENDPOINT", gateway.endpoint().toString());
        all.put("RCLONE_CONFIG_BENCH_ACCESS_KEY_ID", gateway.accessKey());
        all.put("RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY", gateway.secretKey());
        return all;
    }

    Share share() {
        return share;
    }

    KeySpace keys() {
        return keys;
    }

    Bucket bucket() {
        return bucket;
    }

    Gateway gateway() {
        return gateway;
    }

    int redisPort() {
        return redis.port();
    }

    /** A file of ours for what a process complains of, or is told. */
    Path note(String name) {
        return work.resolve(name);
    }

    /** Does nothing the second time. */
    @Override
    public synchronized void close() {
        close(open);
    }

    /** Newest first; one that does not close keeps no other open. */
    private static void close(Deque<Closing> open) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception cause) {
                System.err.println("bench: " + cause);
            }
        }
    }
}
