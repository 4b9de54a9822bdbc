package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.until;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import redis.embedded.RedisSentinel;

/**
 * A Redis master, its replica, and three sentinels that watch them. The sentinels are patient, since a node on a busy machine looks like
 * a dead one. Node 0 is the master at first.
 */
public final class TestingSentinels implements AutoCloseable {
    public static final String MASTER = "mymaster";

    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;

    private final List<TestingRedis> nodes = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();
    private final List<RedisSentinel> sentinels = new ArrayList<>();
    private final List<RedisClient> watchers = new ArrayList<>();
    private final Path directory;
    private long frozen; // the process id of a sentinel, or zero

    private TestingSentinels(Path directory) throws IOException {
        this.directory = directory;
        nodes.add(TestingRedis.start());
        nodes.add(TestingRedis.start("replicaof 127.0.0.1 " + nodes.get(0).port()));
        nodes.forEach(node -> clients.add(new RedisClient(node.port(), TestingPlatform.DATABASE)));
        for (int i = 0; i < SENTINELS; i++) {
            int port = FreePort.any();
            RedisSentinel sentinel = RedisSentinel.newRedisSentinel()
                    .bind("127.0.0.1")
                    .port(port)
                    .setting("dir " + directory)
                    .build();
            sentinel.start();
            sentinels.add(sentinel);
            watchers.add(new RedisClient(port));
            watch(watchers.get(i));
        }
        until(this::ready);
    }

    private void watch(RedisClient watcher) {
        watcher.ask(
                Command.SENTINEL, "MONITOR", MASTER, "127.0.0.1", nodes.get(0).port(), QUORUM);
        watcher.ask(Command.SENTINEL, "SET", MASTER, "down-after-milliseconds", 3_000, "failover-timeout", 2_000);
    }

    public static TestingSentinels start() {
        try {
            return new TestingSentinels(Files.createTempDirectory("tasksweep-sentinel-"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Each knows the other sentinels and the replica, and the replica is up to date. */
    private boolean ready() {
        return watchers.stream()
                        .allMatch(watcher ->
                                size(watcher, "SENTINELS") == SENTINELS - 1 && size(watcher, "REPLICAS") == 1)
                && text(clients.get(1)).contains("master_link_status:up");
    }

    private static int size(RedisClient watcher, String what) {
        return watcher.ask(Command.SENTINEL, what, MASTER).map(Response::size).orElse(0);
    }

    private static String text(RedisClient client) {
        return client.ask(Command.INFO, "replication").map(Object::toString).orElse("");
    }

    /** {@code host:port} of each sentinel. */
    public List<String> endpoints() {
        return watchers.stream().map(watcher -> "127.0.0.1:" + watcher.port()).toList();
    }

    public TestingRedis node(int node) {
        return nodes.get(node);
    }

    public RedisClient client(int node) {
        return clients.get(node);
    }

    /** Whether it is the master, in its own eyes and in those of all sentinels. One that becomes it drops its clients first. */
    public boolean isMaster(int node) {
        try {
            return isCalledMaster(node);
        } catch (Exception dropped) { // what a future fails with is thrown as it is, checked or not
            return false;
        }
    }

    private boolean isCalledMaster(int node) {
        String port = Integer.toString(nodes.get(node).port());
        return text(clients.get(node)).contains("role:master")
                && watchers.stream()
                        .allMatch(watcher -> watcher.ask(Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", MASTER)
                                .filter(address -> address.get(1).toString().equals(port))
                                .isPresent());
    }

    /**
     * Looks at the second node by a connection that was not there before it became the master: others are cut then. Two sentinels may
     * have been elected, one after the other, and each makes it the master: then it looks again.
     */
    public void newMaster(Consumer<RedisClient> look) {
        until(() -> hasLooked(look));
    }

    private boolean hasLooked(Consumer<RedisClient> look) {
        try (RedisClient client = new RedisClient(nodes.get(1).port(), TestingPlatform.DATABASE)) {
            look.accept(client);
            return true;
        } catch (Exception cut) { // what a future fails with is thrown as it is, checked or not
            if (!"CONNECTION_CLOSED".equals(String.valueOf(cut.getMessage()).strip())) {
                throw cut;
            }
            return false;
        }
    }

    /** Stops the first of the {@link #endpoints} where it is, until the end (SIGSTOP). */
    public void freezeSentinel() {
        frozen = watchers.get(0)
                .ask(Command.INFO, "server")
                .flatMap(info -> info.toString()
                        .lines()
                        .filter(line -> line.startsWith("process_id:"))
                        .findFirst())
                .map(line -> Long.parseLong(line.substring("process_id:".length())))
                .orElseThrow();
        Signals.send("STOP", frozen);
    }

    @Override
    public void close() {
        if (frozen != 0) {
            Signals.send("CONT", frozen);
        }
        clients.forEach(RedisClient::close);
        watchers.forEach(RedisClient::close);
        try {
            for (RedisSentinel sentinel : sentinels) {
                sentinel.stop();
            }
            nodes.forEach(TestingRedis::close);
            Snapshots.deleteBelow(directory);
            Files.delete(directory);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
