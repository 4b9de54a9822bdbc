package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A connection on which Redis tells what anybody else changes among the keys of one task, from before a search for them on. Used for
 * nothing else; it ends by itself when nothing was heard on it for as long as any connection may be silent.
 */
final class Watch {
    private static final String RUN_ID = "run_id:";
    private static final int UNASKED = 3; // the version of the protocol from which on Redis may say something unasked

    private final long number;
    private final RedisConnection connection;
    private final long limitMillis;
    private final LongConsumer onChange;
    private final List<Future<Boolean>> searches =
            new CopyOnWriteArrayList<>(); // whether each was on the server that tells
    private volatile String server = "";
    private volatile boolean disturbed;
    private volatile Promise<Response> awaited = Promise.promise();
    private Future<Response> last = Future.failedFuture("nothing was asked yet");

    /**
     * Hears what comes on the connection from now on.
     *
     * @param number by which it is known
     * @param onChange is given that number when Redis tells of a change: from then on the watch is of no use
     */
    Watch(long number, RedisConnection connection, long limitMillis, LongConsumer onChange) {
        this.number = number;
        this.connection = connection;
        this.limitMillis = limitMillis;
        this.onChange = onChange;
        connection.handler(this::hear);
    }

    long number() {
        return number;
    }

    /** Has Redis begin to tell of all keys that begin so; fails where it does not. */
    Future<Watch> begin(List<byte[]> beginnings) {
        Request tracking = Request.cmd(Command.CLIENT)
                .arg("TRACKING")
                .arg("ON")
                .arg("BCAST")
                .arg("NOLOOP");
        beginnings.forEach(beginning -> tracking.arg("PREFIX").arg(beginning));
        return connection
                .batch(List.of(whoIsThere(), Request.cmd(Command.HELLO).arg(UNASKED), tracking))
                .compose(answers -> {
                    server = runId(answers.get(0));
                    boolean tells = RedisCommands.number(answers.get(1).get("proto")) == UNASKED && !server.isEmpty();
                    return tells
                            ? Future.succeededFuture(this)
                            : Future.failedFuture("ERR Redis tells nothing unasked");
                });
    }

    /** A search begins on that line. It is worth nothing here if another server is searched, be it only because it begins again. */
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
     * Whether all that can be there now is what the search has found, less what was unlinked here: Redis is a master, is the one that was
     * searched, and has told of nothing before it answers this, which it does not on a connection that has ended. Never fails.
     */
    Future<Boolean> isQuiet() {
        return disturbed || searches.isEmpty()
                ? Future.succeededFuture(false)
                : Future.join(List.copyOf(searches))
                        .compose(answered -> ask(Request.cmd(Command.ROLE)))
                        .map(role -> isMaster(role)
                                && !disturbed
                                && searches.stream().allMatch(Future::result))
                        .otherwise(false);
    }

    /** Tells how many keys it removes; of these Redis does not tell. */
    Future<Void> unlink(List<byte[]> keys, LongConsumer removed) {
        Request unlink = Request.cmd(Command.UNLINK);
        keys.forEach(unlink::arg);
        return ask(unlink)
                .onSuccess(answer -> removed.accept(RedisCommands.number(answer)))
                .mapEmpty();
    }

    /** One after the other: in the client what comes unasked takes the place of an answer, which then comes as if it were unasked. */
    private synchronized Future<Response> ask(Request request) {
        last = last.transform(before -> send(request)).timeout(limitMillis, TimeUnit.MILLISECONDS);
        return last;
    }

    private Future<Response> send(Request request) {
        Promise<Response> answer = Promise.promise();
        awaited = answer;
        connection.send(request).onSuccess(answer::tryComplete).onFailure(answer::tryFail);
        return answer.future();
    }

    /** Redis closes a connection that says this; it must not be given to anybody else. */
    void close() {
        disturbed = true;
        connection.send(Request.cmd(Command.QUIT));
    }

    private static boolean isMaster(Response role) {
        return "master".equals(role.get(0).toString());
    }

    private static Request whoIsThere() {
        return Request.cmd(Command.INFO).arg("server");
    }

    /** What a server calls itself from its start to its end; empty if it does not say. */
    private static String runId(Response info) {
        return info.toString()
                .lines()
                .filter(line -> line.startsWith(RUN_ID))
                .map(line -> line.substring(RUN_ID.length()))
                .findFirst()
                .orElse("");
    }
}
