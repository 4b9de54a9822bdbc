package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.deletion.Clock;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.testing.RealClock;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingCluster;
import io.tasksweep.testing.TestingRedis;
import io.tasksweep.testing.TestingSentinels;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The adapters on a real Redis, and a client that sees the same database. */
final class TestingRedisStores implements AutoCloseable {
    static final int DATABASE = 3;
    static final List<KeyPattern> PATTERNS =
            List.of(new KeyPattern("{task_id}:*:*"), new KeyPattern("workflow_state:{task_id}"));

    private static final Duration LONG = Duration.ofSeconds(5);

    final Vertx vertx = Vertx.vertx();
    final RedisClient client;
    final RedisSettings settings;
    final RedisCommands commands;
    final Clock clock = new RealClock(vertx);

    TestingRedisStores(TestingRedis redis) {
        this(redis.port(), DATABASE, settings(RedisSettings.Mode.STANDALONE, redis.port(), List.of(), LONG));
    }

    private TestingRedisStores(int port, int database, RedisSettings settings) {
        client = new RedisClient(port, database);
        this.settings = settings;
        commands = new RedisCommands(vertx, settings);
    }

    /** Through whatever listens at that port. */
    static TestingRedisStores at(int port, Duration timeout) {
        return new TestingRedisStores(
                port, DATABASE, settings(RedisSettings.Mode.STANDALONE, port, List.of(), timeout));
    }

    private static RedisSettings settings(RedisSettings.Mode mode, int port, List<String> endpoints, Duration timeout) {
        return new RedisSettings(
                mode,
                "127.0.0.1",
                port,
                endpoints,
                "mymaster",
                DATABASE,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                PATTERNS,
                timeout);
    }

    /** As that user. */
    static TestingRedisStores as(String user, String password, TestingRedis redis) {
        return new TestingRedisStores(
                redis.port(),
                DATABASE,
                new RedisSettings(
                        RedisSettings.Mode.STANDALONE,
                        "127.0.0.1",
                        redis.port(),
                        List.of(),
                        "mymaster",
                        DATABASE,
                        Optional.of(user),
                        Optional.of(password),
                        false,
                        Optional.empty(),
                        PATTERNS,
                        LONG));
    }

    static TestingRedisStores on(TestingCluster cluster) {
        return new TestingRedisStores(
                cluster.node(0).port(), 0, settings(RedisSettings.Mode.CLUSTER, 0, cluster.endpoints(), LONG));
    }

    static TestingRedisStores on(TestingSentinels sentinels) {
        return new TestingRedisStores(
                sentinels.node(0).port(),
                DATABASE,
                settings(RedisSettings.Mode.SENTINEL, 0, sentinels.endpoints(), LONG));
    }

    RedisStore store() {
        return new RedisStore(commands, PATTERNS);
    }

    RedisTaskRegistry registry() {
        return registry(KeyRoom.SHARED);
    }

    RedisTaskRegistry registry(KeyRoom room) {
        return new RedisTaskRegistry(commands, PATTERNS, Path.of("/share/workflows"), Duration.ofMinutes(1), room);
    }

    RedisLeases leases() {
        return leases(clock);
    }

    /** As of a node whose clock says something else. */
    RedisLeases leases(Clock other) {
        return new RedisLeases(commands, new NoResults(), other);
    }

    RedisOpenDeletions open() {
        return new RedisOpenDeletions(commands);
    }

    RedisReceipts receipts() {
        return new RedisReceipts(commands, new NoResults());
    }

    @Override
    public void close() {
        client.close();
        await(commands.close());
        await(vertx.close());
    }

    /** The receipts of these tests hold no result. */
    private static final class NoResults implements ResultFormat {
        @Override
        public String write(DeletionResult result) {
            throw new AssertionError("no result was expected: " + result);
        }

        @Override
        public DeletionResult read(String text) {
            throw new AssertionError("no result was expected: " + text);
        }
    }
}
