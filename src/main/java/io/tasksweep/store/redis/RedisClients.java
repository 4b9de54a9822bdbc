package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisClusterConnectOptions;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisSentinelConnectOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes Redis clients according to the settings. */
final class RedisClients {
    static final int CONNECTIONS = 32;
    private static final int SEARCHES = 64;
    private static final int WAITING = 4096;

    /**
     * The path of the endpoints that a cluster is asked for its slots at. Nodes that are found by that have none, so their connections are in
     * other pools: if all of those were in use by commands that wait for the slots, nobody could ask for them
     * (<a href="https://github.com/vert-x3/vertx-redis-client/issues/541">#541</a>).
     */
    private static final String OTHER_POOL = "/";

    private final Vertx vertx;
    private final RedisSettings settings;
    private final Seeds seeds;

    RedisClients(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.seeds = new Seeds(settings.endpoints(), this::forNode, settings.timeout());
    }

    /** For single commands. With sentinels, the client asks them every second which server is the master, and so follows a failover. */
    Redis forCommands() {
        return toAll("tasksweep-redis", CONNECTIONS);
    }

    /** Has its own connections: a search keeps one to itself, and needs some of the others before it gives it back. */
    Redis forSearches() {
        return toAll("tasksweep-redis-search", SEARCHES);
    }

    /** Its connections are given up after use, since Redis sends unsolicited messages on them. */
    Redis forWatches() {
        return toAll("tasksweep-redis-watch", Watches.MOST);
    }

    /** A client of one server, {@code host:port}: a sentinel, or a node of a cluster. */
    Redis forNode(String address) {
        RedisOptions options = options("tasksweep-redis-node", SEARCHES).setType(RedisClientType.STANDALONE);
        return Redis.createClient(vertx, options.addConnectionString(uri(address, "")));
    }

    private Redis toAll(String name, int connections) {
        RedisOptions options = options(name, connections)
                .setType(RedisClientType.valueOf(settings.mode().name()));
        return switch (settings.mode()) {
            case STANDALONE ->
                Redis.createClient(
                        vertx, options.addConnectionString(uri(settings.host() + ":" + settings.port(), path())));
            case SENTINEL ->
                Redis.createSentinelClient(
                        vertx,
                        options.setMasterName(settings.master()),
                        () -> seeds.inOrder()
                                .map(all -> new RedisSentinelConnectOptions(options).setEndpoints(uris(all, path()))));
            case CLUSTER ->
                Redis.createClusterClient(
                        vertx,
                        options,
                        () -> seeds.inOrder()
                                .map(all ->
                                        new RedisClusterConnectOptions(options).setEndpoints(uris(all, OTHER_POOL))));
        };
    }

    private String path() {
        return "/" + settings.database();
    }

    private List<String> uris(List<String> addresses, String path) {
        return addresses.stream().map(at -> uri(at, path)).toList();
    }

    private String uri(String address, String path) {
        return (settings.tls() ? "rediss://" : "redis://") + address + path;
    }

    /** Closes the clients that ask the seeds. Whoever has asked for another client closes it. */
    Future<Void> close() {
        return seeds.close();
    }

    private RedisOptions options(String name, int connections) {
        int connectMillis = Math.toIntExact(Math.min(2_000, settings.timeout().toMillis()));
        // a connection on which nothing arrives for longer than any command may take is dead, whatever TCP says
        int deadMillis = Math.toIntExact(settings.timeout().toMillis() * 2);
        // an idle connection is given up long before, or a command sent in its last moments would die with it
        int idleMillis = deadMillis / 4;
        RedisOptions options = new RedisOptions()
                .setPoolName(name)
                .setProtocolNegotiation(saysHello())
                .setPreferredProtocolVersion(ProtocolVersion.RESP2)
                .setMaxPoolSize(connections)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING)
                .setPoolRecycleTimeout(idleMillis)
                .setPoolCleanerInterval(idleMillis / 2)
                .setNetClientOptions(net(connectMillis, deadMillis));
        settings.username().ifPresent(options::setUser);
        settings.password().ifPresent(options::setPassword);
        return options;
    }

    /**
     * Whether a connection begins with {@code HELLO}, which Redis also answers while it loads its data. To {@code PING} it says no then, and
     * the client would leave the connection open until it is dead. Sentinels, which get the same options, need not know the user.
     */
    private boolean saysHello() {
        return settings.mode() != RedisSettings.Mode.SENTINEL;
    }

    private NetClientOptions net(int connectMillis, int deadMillis) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout(connectMillis)
                .setReadIdleTimeout(deadMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // what is not sent when a connection is given up must not arrive after the lease is gone
                .setSoLinger(0)
                .setHostnameVerificationAlgorithm("HTTPS") // used with TLS only, and required then
                .setTcpNoDelay(true);
        settings.authorities()
                .map(Buffer::buffer)
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        return options;
    }
}
