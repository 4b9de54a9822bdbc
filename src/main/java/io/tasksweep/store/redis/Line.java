package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to one server, with a time limit on every command. Callers that send several commands rely on it: a cursor, or what a
 * server said of itself, is worth nothing on another server, nor on the same one after a restart.
 */
final class Line {
    private final RedisConnection connection;
    private final Duration limit;
    private Future<?> last = Future.succeededFuture();
    private long asked;

    private Line(RedisConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** Gives the work a connection of its own until the work ends. */
    static <T> Future<T> to(Redis redis, Duration limit, Function<Line, Future<T>> work) {
        return connection(redis, limit).compose(connection -> {
            Line line = new Line(connection, limit);
            return Future.succeededFuture(line).compose(work).onComplete(ended -> line.close());
        });
    }

    /** A connection that comes after the time limit goes back to the pool. */
    static Future<RedisConnection> connection(Redis redis, Duration limit) {
        Future<RedisConnection> connecting = redis.connect();
        return connecting
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(RedisConnection::close));
    }

    /**
     * Fails with a {@code TimeoutException} after the time limit, and with any error that Redis reports. Nothing asked here is answered by
     * nil.
     */
    Future<Response> ask(Request request) {
        asked++;
        Future<Optional<Response>> answer = connection.send(request).map(Optional::ofNullable);
        last = answer;
        return answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS).map(RedisCommands::notNil);
    }

    /** Which of these keys exist. */
    Future<List<byte[]>> existing(List<byte[]> names) {
        List<Future<Response>> answers =
                names.stream().map(name -> ask(RedisCommands.exists(name))).toList();
        return Future.join(answers)
                .map(all -> RedisCommands.there(
                        names, answers.stream().map(Future::result).toList()));
    }

    /** The number of commands sent so far; Redis answers them in order. */
    long asked() {
        return asked;
    }

    /** Returns the connection to the pool only after its last answer, for which the next user should not have to wait. */
    private void close() {
        last.onComplete(answered -> connection.close());
    }
}
