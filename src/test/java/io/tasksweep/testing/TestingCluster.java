package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Redis cluster of three masters, with a replica each, on the loopback address. Nodes 0 to 2 are the masters at first. */
public final class TestingCluster implements AutoCloseable {
    public static final int MASTERS = 3;

    private static final int SLOTS = 16_384;
    private static final int LOWEST = 12_000;
    private static final int BUS = 10_000; // a node's bus listens so much above its port

    private final Vertx vertx = Vertx.vertx();
    private final List<TestingRedis> nodes = new ArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();
    private final Redis all;

    private TestingCluster() {
        for (int i = 0; i < 2 * MASTERS; i++) {
            nodes.add(TestingRedis.start(
                    port(),
                    "cluster-enabled yes",
                    "cluster-node-timeout 3000",
                    "cluster-replica-validity-factor 0",
                    "repl-diskless-sync yes",
                    "repl-diskless-sync-delay 0"));
            clients.add(new RedisClient(nodes.get(i).port(), 0));
        }
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
        endpoints().forEach(at -> options.addConnectionString("redis://" + at));
        all = Redis.createClient(vertx, options);
        join();
    }

    public static TestingCluster start() {
        return new TestingCluster();
    }

    /** Below the range from which connections take theirs, and so is the bus' port. */
    private static int port() {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST + BUS);
        boolean free = FreePort.orOther(port) == port && FreePort.orOther(port + BUS) == port + BUS;
        return free ? port : port();
    }

    private void join() {
        for (int i = 0; i < MASTERS; i++) {
            int first = i * SLOTS / MASTERS;
            int end = (i + 1) * SLOTS / MASTERS;
            cluster(i, "SET-CONFIG-EPOCH", i + 1);
            cluster(i, addSlots(first, end));
        }
        for (int i = 1; i < nodes.size(); i++) {
            cluster(0, "MEET", "127.0.0.1", nodes.get(i).port());
        }
        until(() -> clients.stream().allMatch(this::knowsAll));
        for (int i = 0; i < MASTERS; i++) {
            cluster(i + MASTERS, "REPLICATE", id(i));
        }
        until(this::replicated);
    }

    private static Object[] addSlots(int first, int end) {
        List<Object> words = new ArrayList<>(List.of("ADDSLOTS"));
        IntStream.range(first, end).forEach(words::add);
        return words.toArray();
    }

    private boolean knowsAll(RedisClient client) {
        String text = client.ask(Command.CLUSTER, "NODES").map(Object::toString).orElse("");
        return text.lines().count() == nodes.size() && !text.contains("handshake");
    }

    private boolean replicated() {
        return clients.stream()
                        .allMatch(
                                client -> text(client, Command.CLUSTER, "INFO").contains("cluster_state:ok"))
                && IntStream.range(MASTERS, nodes.size())
                        .allMatch(i -> text(clients.get(i), Command.INFO, "replication")
                                .contains("master_link_status:up"));
    }

    private static String text(RedisClient client, Command command, Object... arguments) {
        return client.ask(command, arguments).map(Object::toString).orElse("");
    }

    /** A {@code CLUSTER} command to one node. */
    public Optional<Response> cluster(int node, Object... arguments) {
        return clients.get(node).ask(Command.CLUSTER, arguments);
    }

    public String id(int node) {
        return cluster(node, "MYID").map(Object::toString).orElseThrow();
    }

    /** {@code host:port} of each node. */
    public List<String> endpoints() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).toList();
    }

    public TestingRedis node(int node) {
        return nodes.get(node);
    }

    /** Sees one node's keys only. */
    public RedisClient client(int node) {
        return clients.get(node);
    }

    /** A command for one key, on whichever node that lies. */
    public void ask(Command command, Object... arguments) {
        await(all.send(Request.cmd(command, arguments)).<Void>mapEmpty());
    }

    public void set(String key, String value) {
        ask(Command.SET, key, value);
    }

    public int slot(String key) {
        return cluster(0, "KEYSLOT", key).map(Response::toInteger).orElseThrow();
    }

    /** Which of the first masters has served that slot from the start. */
    public int owner(int slot) {
        return (int) IntStream.rangeClosed(1, MASTERS)
                .filter(i -> slot >= i * SLOTS / MASTERS)
                .count();
    }

    /** Every key that the nodes hold which say that they are masters. */
    public SortedMap<String, String> snapshot() {
        SortedMap<String, String> keys = new TreeMap<>();
        masters().forEach(client -> keys.putAll(client.snapshot()));
        return keys;
    }

    /** Their keys that match. */
    public List<String> keys(String glob) {
        return masters().flatMap(client -> client.keys(glob).stream()).sorted().toList();
    }

    private Stream<RedisClient> masters() {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).isAlive())
                .mapToObj(clients::get)
                .filter(client -> text(client, Command.INFO, "replication").contains("role:master"));
    }

    public void clear() {
        masters().forEach(client -> client.ask(Command.FLUSHALL));
    }

    public boolean isMaster(int node) {
        return text(clients.get(node), Command.INFO, "replication").contains("role:master");
    }

    /** Begins to move a slot from the master that serves it to the next one; ends it when closed. */
    public SlotMigration migrate(int slot) {
        int source = owner(slot);
        return new SlotMigration(this, slot, source, (source + 1) % MASTERS);
    }

    /** {@code CLUSTER NODES} of each living node. */
    Stream<String> nodesAsSeen() {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).isAlive())
                .mapToObj(i -> text(clients.get(i), Command.CLUSTER, "NODES"));
    }

    /** Whether all living nodes agree that it is gone. */
    public boolean hasFailed(int node) {
        String address = endpoints().get(node);
        return nodesAsSeen()
                .allMatch(text -> text.lines().anyMatch(line -> line.contains(address) && line.contains("fail ")));
    }

    /** Until every living node finds that all slots are served. */
    public void awaitHealth() {
        until(() -> IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).isAlive())
                .allMatch(i -> text(clients.get(i), Command.CLUSTER, "INFO").contains("cluster_state:ok")));
    }

    @Override
    public void close() {
        clients.forEach(RedisClient::close);
        await(all.close());
        await(vertx.close());
        nodes.forEach(TestingRedis::close);
    }
}
