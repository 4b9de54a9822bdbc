package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Redis with a time limit on every command, which the client lacks. */
public final class RedisCommands {
    private static final int CONNECTIONS = 32;
    private static final int WAITING = 4096;

    private final Redis redis;
    private final long timeoutMillis;

    public RedisCommands(Vertx vertx, RedisSettings settings) {
        redis = Redis.createClient(vertx, options(settings));
        timeoutMillis = settings.timeout().toMillis();
    }

    private static RedisOptions options(RedisSettings settings) {
        int connectMillis = Math.toIntExact(Math.min(2_000, settings.timeout().toMillis()));
        // a connection on which nothing arrives for longer than any command may take is dead, whatever TCP says
        int idleMillis = Math.toIntExact(settings.timeout().toMillis() * 2);
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.valueOf(settings.mode().name()))
                .setPoolName("tasksweep-redis")
                .setProtocolNegotiation(false)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout(connectMillis)
                        .setReadIdleTimeout(idleMillis)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setHostnameVerificationAlgorithm("HTTPS") // used with TLS only, and required then
                        .setTcpNoDelay(true));
        endpoints(settings).forEach(options::addConnectionString);
        settings.username().ifPresent(options::setUser);
        settings.password().ifPresent(options::setPassword);
        return settings.mode() == RedisSettings.Mode.SENTINEL ? options.setMasterName(settings.master()) : options;
    }

    private static List<String> endpoints(RedisSettings settings) {
        String scheme = settings.tls() ? "rediss://" : "redis://";
        String path = settings.mode() == RedisSettings.Mode.CLUSTER ? "" : "/" + settings.database();
        return settings.mode() == RedisSettings.Mode.STANDALONE
                ? List.of(scheme + settings.host() + ":" + settings.port() + path)
                : settings.endpoints().stream().map(at -> scheme + at + path).toList();
    }

    /** The answer; empty where Redis says nil. Fails with a {@code TimeoutException} in time, and with what Redis reports. */
    Future<Optional<Response>> send(Request request) {
        return redis.send(request).timeout(timeoutMillis, TimeUnit.MILLISECONDS).map(Optional::ofNullable);
    }

    /** Several at once, none of which may be answered by nil; fails if any fails. */
    Future<List<Response>> batch(List<Request> requests) {
        return requests.isEmpty()
                ? Future.succeededFuture(List.of())
                : redis.batch(requests)
                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                        .map(List::copyOf); // which refuses nil
    }

    /** The number in an answer; zero where there is none. */
    static long number(Response answer) {
        Long number = answer.toLong();
        return number == null ? 0 : number;
    }

    /** Runs a script over a task's own receipt and lease. */
    Future<Optional<Response>> eval(String script, List<String> keys, List<String> arguments) {
        Request eval = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
        keys.forEach(eval::arg);
        arguments.forEach(eval::arg);
        return send(eval);
    }

    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        return redis.close();
    }
}
