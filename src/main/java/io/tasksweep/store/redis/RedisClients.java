package io.tasksweep.store.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes clients of Redis as the settings say. */
final class RedisClients {
    private static final int CONNECTIONS = 32;
    private static final int SEARCHES = 64;
    private static final int WAITING = 4096;

    private final Vertx vertx;
    private final RedisSettings settings;

    RedisClients(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** For single commands. With sentinels it asks them again each second which one is the master, and so follows a failover. */
    Redis forCommands() {
        return toAll("tasksweep-redis", CONNECTIONS);
    }

    /** With connections of its own: a search keeps one to itself, and asks for more of the others before it gives it back. */
    Redis forSearches() {
        return toAll("tasksweep-redis-search", SEARCHES);
    }

    /** Of one node of a cluster, {@code host:port}, for searches. */
    Redis forNode(String address) {
        RedisOptions options = options("tasksweep-redis-node", SEARCHES).setType(RedisClientType.STANDALONE);
        return Redis.createClient(vertx, options.addConnectionString(scheme() + address));
    }

    private Redis toAll(String name, int connections) {
        RedisOptions options = options(name, connections)
                .setType(RedisClientType.valueOf(settings.mode().name()));
        endpoints().forEach(options::addConnectionString);
        return Redis.createClient(
                vertx,
                settings.mode() == RedisSettings.Mode.SENTINEL ? options.setMasterName(settings.master()) : options);
    }

    private List<String> endpoints() {
        String path = settings.mode() == RedisSettings.Mode.CLUSTER ? "" : "/" + settings.database();
        return settings.mode() == RedisSettings.Mode.STANDALONE
                ? List.of(scheme() + settings.host() + ":" + settings.port() + path)
                : settings.endpoints().stream().map(at -> scheme() + at + path).toList();
    }

    private String scheme() {
        return settings.tls() ? "rediss://" : "redis://";
    }

    private RedisOptions options(String name, int connections) {
        int connectMillis = Math.toIntExact(Math.min(2_000, settings.timeout().toMillis()));
        // a connection on which nothing arrives for longer than any command may take is dead, whatever TCP says
        int idleMillis = Math.toIntExact(settings.timeout().toMillis() * 2);
        RedisOptions options = new RedisOptions()
                .setPoolName(name)
                .setProtocolNegotiation(false)
                .setMaxPoolSize(connections)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING)
                .setNetClientOptions(net(connectMillis, idleMillis));
        settings.username().ifPresent(options::setUser);
        settings.password().ifPresent(options::setPassword);
        return options;
    }

    private NetClientOptions net(int connectMillis, int idleMillis) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout(connectMillis)
                .setReadIdleTimeout(idleMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHostnameVerificationAlgorithm("HTTPS") // used with TLS only, and required then
                .setTcpNoDelay(true);
        settings.authorities()
                .map(Buffer::buffer)
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        return options;
    }
}
