package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.until;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster slot in migration: its old master serves the keys that are still there, the new master serves the others. */
public final class SlotMigration implements AutoCloseable {
    private static final int MOST = 1_000;

    private final TestingCluster cluster;
    private final int slot;
    private final int source;
    private final int target;

    SlotMigration(TestingCluster cluster, int slot, int source, int target) {
        this.cluster = cluster;
        this.slot = slot;
        this.source = source;
        this.target = target;
        open(source, target);
    }

    private void open(int from, int to) {
        cluster.cluster(to, "SETSLOT", slot, "IMPORTING", cluster.id(from));
        cluster.cluster(from, "SETSLOT", slot, "MIGRATING", cluster.id(to));
    }

    public int source() {
        return source;
    }

    public void move(String key) {
        move(key, source, target);
    }

    private void move(String key, int from, int to) {
        cluster.client(from).ask(Command.MIGRATE, "127.0.0.1", cluster.node(to).port(), key, 0, 5_000);
    }

    /** Moves what is left, and lets every node know; then all of it back again, so that the cluster is as before. */
    @Override
    public void close() {
        settle(source, target);
        open(target, source);
        settle(target, source);
        cluster.awaitHealth();
    }

    private void settle(int from, int to) {
        Optional<Response> keys = cluster.cluster(from, "GETKEYSINSLOT", slot, MOST);
        keys.ifPresent(all -> all.forEach(key -> move(key.toString(), from, to)));
        cluster.cluster(to, "SETSLOT", slot, "NODE", cluster.id(to));
        cluster.cluster(from, "SETSLOT", slot, "NODE", cluster.id(to));
        until(() -> cluster.nodesAsSeen().allMatch(nodes -> serves(nodes, cluster.id(to))));
    }

    private boolean serves(String nodes, String id) {
        return nodes.lines()
                .filter(line -> line.startsWith(id))
                .flatMap(line -> Stream.of(line.split(" ", -1)).skip(8))
                .anyMatch(this::holds);
    }

    private boolean holds(String range) {
        String[] ends = range.split("-", 2);
        return !range.startsWith("[")
                && Integer.parseInt(ends[0]) <= slot
                && Integer.parseInt(ends[ends.length - 1]) >= slot;
    }
}
