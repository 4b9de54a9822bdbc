package io.tasksweep.store.redis;

import io.tasksweep.domain.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A connection on which Redis reports what others change among the keys of one task, starting before a search for them. Used for nothing
 * else. Ends by itself when it has been silent for as long as any connection may be.
 */
final class Watch {
    private static final String RUN_ID = "run_id:";
    private static final int RESP3 = 3; // from this version of the protocol on, Redis may push messages

    private final long number;
    private final RedisConnection connection;
    private final Duration limit;
    private final LongConsumer onChange;
    private final List<Future<Boolean>> searches =
            new CopyOnWriteArrayList<>(); // whether each ran on the server of this watch
    private volatile String server = "";
    private volatile boolean disturbed;
    private volatile Promise<Response> awaited = Promise.promise();
    private Future<?> last = Future.succeededFuture();

    /**
     * Listens on the connection from now on.
     *
     * @param number identifies the watch
     * @param onChange is given that number when Redis reports a change: the watch is of no use from then on
     */
    Watch(long number, RedisConnection connection, Duration limit, LongConsumer onChange) {
        this.number = number;
        this.connection = connection;
        this.limit = limit;
        this.onChange = onChange;
        connection.handler(this::hear);
    }

    long number() {
        return number;
    }

    /** Has Redis report changes of all keys with these prefixes; fails if Redis does not. */
    Future<Watch> begin(List<byte[]> beginnings) {
        Request tracking = Request.cmd(Command.CLIENT)
                .arg("TRACKING")
                .arg("ON")
                .arg("BCAST")
                .arg("NOLOOP");
        beginnings.forEach(beginning -> tracking.arg("PREFIX").arg(beginning));
        return connection
                .batch(List.of(whoIsThere(), Request.cmd(Command.HELLO).arg(RESP3), tracking))
                .compose(answers -> {
                    server = runId(answers.get(0));
                    boolean tells = RedisCommands.number(answers.get(1).get("proto")) == RESP3 && !server.isEmpty();
                    return tells
                            ? Future.succeededFuture(this)
                            : Future.failedFuture(
                                    new DoubtfulAnswer(RedisFailures.NO_SENSE, "Redis tells nothing unasked"));
                });
    }

    /**
     * Notes that a search begins on that line. The watch is worth nothing if another server is searched, even if only because the search
     * begins again.
     */
    void searchOn(Line line) {
        searches.add(
                line.ask(whoIsThere()).map(told -> runId(told).equals(server)).otherwise(false));
    }

    private void hear(Response told) {
        if (told.type() == ResponseType.PUSH) {
            disturbed = true;
            onChange.accept(number);
        } else if (told.type() == ResponseType.ERROR) {
            awaited.tryFail(told.toString());
        } else {
            awaited.tryComplete(told);
        }
    }

    /**
     * Whether all keys that can exist now are those that the search found, less those that were unlinked here: Redis is a master, is the
     * server that was searched, and has reported no change before it answers this. A connection that has ended gives no answer. Never
     * fails.
     */
    Future<Boolean> isQuiet() {
        return disturbed || searches.isEmpty()
                ? Future.succeededFuture(false)
                : Future.join(List.copyOf(searches))
                        .compose(answered -> ask(() -> send(Request.cmd(Command.ROLE))))
                        .map(role -> OneMaster.isMaster(role)
                                && !disturbed
                                && searches.stream().allMatch(Future::result))
                        .otherwise(false);
    }

    /**
     * Reports how many keys it removes; Redis does not report these as changes. When its turn comes, it removes nothing if others have
     * changed anything, or if the connection has ended, and it fails if the deadline has passed: a new task might lose its keys.
     */
    Future<Void> unlink(List<byte[]> keys, Deadline deadline, LongConsumer removed) {
        return ask(() -> {
            if (disturbed) {
                return Future.succeededFuture();
            }
            return deadline.passed()
                    ? RedisCommands.tooLate()
                    : send(RedisCommands.unlink(keys))
                            .onSuccess(answer -> removed.accept(RedisCommands.number(answer)))
                            .mapEmpty();
        });
    }

    /**
     * Sends one command at a time: in the client, a pushed message takes the place of an answer, which then arrives as if it had been
     * pushed. After one that has failed, perhaps for want of an answer in time, nothing more is sent, and all others fail too.
     */
    private synchronized <T> Future<T> ask(Supplier<Future<T>> question) {
        Future<T> answer = last.compose(before -> question.get()).timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        last = answer;
        return answer;
    }

    private Future<Response> send(Request request) {
        Promise<Response> answer = Promise.promise();
        awaited = answer;
        connection.send(request).onSuccess(answer::tryComplete).onFailure(answer::tryFail);
        return answer.future();
    }

    /** Notes that the connection has ended, so that nothing is reported any more. */
    void end() {
        disturbed = true;
        connection.close();
    }

    /** Redis closes the connection on {@code QUIT}; it must not be given to anybody else. */
    void close() {
        disturbed = true;
        connection.send(Request.cmd(Command.QUIT));
    }

    private static Request whoIsThere() {
        return Request.cmd(Command.INFO).arg("server");
    }

    /** The id that a server keeps from its start to its end; empty if it does not say. */
    private static String runId(Response info) {
        return info.toString()
                .lines()
                .filter(line -> line.startsWith(RUN_ID))
                .map(line -> line.substring(RUN_ID.length()))
                .findFirst()
                .orElse("");
    }
}
