package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Redis as any other client sees it. Sends one command at a time. */
public final class RedisClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private final int port;

    public RedisClient(int port, int database) {
        this(port, "/" + database);
    }

    /** Of a server that has no databases to choose from, as a sentinel. */
    public RedisClient(int port) {
        this(port, "");
    }

    private RedisClient(int port, String path) {
        this(port, new RedisOptions().setConnectionString("redis://127.0.0.1:" + port + path));
    }

    private RedisClient(int port, RedisOptions options) {
        this.port = port;
        this.redis = Redis.createClient(vertx, options.setProtocolNegotiation(false));
    }

    /** As a user of the server's access list. */
    public static RedisClient as(int port, String user, String password) {
        return new RedisClient(
                port,
                new RedisOptions()
                        .setConnectionString("redis://127.0.0.1:" + port)
                        .setUser(user)
                        .setPassword(password));
    }

    /** The answer to a command; empty for nil. */
    public Optional<Response> ask(Command command, Object... arguments) {
        return await(redis.send(Request.cmd(command, arguments)).map(Optional::ofNullable));
    }

    /** How often anybody has had one of these commands carried out, since the server began or was told to count anew. */
    public long calls(String... commands) {
        Set<String> counted = Stream.of(commands).map("cmdstat_"::concat).collect(Collectors.toUnmodifiableSet());
        return ask(Command.INFO, "commandstats")
                .orElseThrow()
                .toString()
                .lines()
                .filter(line -> counted.contains(line.substring(0, Math.max(0, line.indexOf(':')))))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
                .sum();
    }

    /** Has the server count its calls anew. */
    public void countAnew() {
        ask(Command.CONFIG, "RESETSTAT");
    }

    /** Sends a command whose answer nobody waits for, on a connection of its own. */
    public void begin(Command command, Object... arguments) {
        RedisConnection others = await(redis.connect()); // so that one that is set up already is left for them
        RedisConnection own = await(redis.connect());
        await(others.close());
        own.send(Request.cmd(command, arguments));
    }

    /** Whether Redis refuses the command with that word. */
    public boolean says(String word, Command command, Object... arguments) {
        return await(redis.send(Request.cmd(command, arguments))
                .map(answered -> false)
                .otherwise(refused -> String.valueOf(refused.getMessage()).startsWith(word)));
    }

    /** Under a key that need not be text. */
    public void set(byte[] key, String value) {
        await(redis.send(Request.cmd(Command.SET).arg(key).arg(value)).<Void>mapEmpty());
    }

    public void set(String key, String value) {
        ask(Command.SET, key, value);
    }

    /** Every key of the database that matches the glob, sorted. */
    public List<String> keys(String glob) {
        List<String> keys = new ArrayList<>();
        ask(Command.KEYS, glob).ifPresent(all -> all.forEach(key -> keys.add(key.toString())));
        return keys.stream().sorted().toList();
    }

    /** Every key of the database → what it holds, and whether it will expire; the time until then goes with the clock. */
    public SortedMap<String, String> snapshot() {
        SortedMap<String, String> all = new TreeMap<>();
        ask(Command.KEYS, "*")
                .ifPresent(keys -> keys.forEach(key -> all.put(printable(key.toBytes()), dump(key.toBytes()))));
        return all;
    }

    /** Bytes as a text that shows them all: those that are no printable ASCII in hexadecimal digits. */
    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(one > ' ' && one < 127 && one != '%' ? String.valueOf((char) one) : "%%%02x".formatted(one));
        }
        return text.toString();
    }

    private String dump(byte[] key) {
        Request dump = Request.cmd(Command.DUMP).arg(key);
        Request ttl = Request.cmd(Command.PTTL).arg(key);
        String value =
                await(redis.send(dump).map(answer -> answer == null ? "none" : Snapshots.sha256(answer.toBytes())));
        String time = await(redis.send(ttl).map(answer -> answer == null ? "none" : answer.toString()));
        return value + (time.startsWith("-") ? " for ever" : " expires");
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        redis.close();
        await(vertx.close());
    }
}
