package io.tasksweep.store.redis;

import io.tasksweep.domain.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Redis with a time limit on every command, which the client lacks; single servers and clusters alike, with searches that tasks share and
 * watches over what others change.
 */
public final class RedisCommands {
    /** The fraction (one nth) of a command's time limit for which one search may hold up others. */
    private static final int PATIENCE_PART = 5;

    private final RedisClients clients;
    private final Redis redis;
    private final Vertx vertx;
    private final Masters masters;
    private final Searches searches;
    private final Watches watches;
    private final boolean clustered;
    private final Duration timeout;

    public RedisCommands(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        clients = new RedisClients(vertx, settings);
        timeout = settings.timeout();
        redis = clients.forCommands();
        clustered = settings.mode() == RedisSettings.Mode.CLUSTER;
        masters = clustered
                ? new ClusterMasters(clients, settings.endpoints(), timeout)
                : new OneMaster(clients.forSearches(), timeout);
        Duration patience = timeout.dividedBy(PATIENCE_PART);
        searches = new Searches(vertx, masters, patience);
        watches = new Watches(clients.forWatches(), patience, timeout);
    }

    /**
     * Starts watching what others change among the keys with these prefixes, none of which may be a prefix of another. Empty in a cluster,
     * and where a search is quick anyway; never fails.
     */
    Future<Optional<Watch>> watch(List<byte[]> beginnings) {
        return clustered || beginnings.isEmpty() || !searches.areLong()
                ? Future.succeededFuture(Optional.empty())
                : watches.begin(beginnings);
    }

    /** The watch with that number; empty if it has ended. */
    Optional<Watch> watch(OptionalLong number) {
        return watches.find(number);
    }

    /** Like {@link #watch(OptionalLong)}, but for the last time: the caller must close the watch. */
    Optional<Watch> takeWatch(OptionalLong number) {
        return watches.take(number);
    }

    /**
     * Searches all keys, in one pass with other callers' searches; without shapes it only asks for the names. Fails if anybody but a master
     * answers.
     *
     * @param names keys that are asked for one by one
     * @param watch is told which server is searched
     * @param page is given the names that exist and the keys of these shapes, if there are any, some at a time; a key may come twice
     */
    Future<Void> search(
            List<byte[]> names,
            List<KeyShape> shapes,
            Optional<Watch> watch,
            Function<List<byte[]>, Future<Void>> page) {
        if (clustered) {
            return searchCluster(names, shapes, page);
        }
        return shapes.isEmpty()
                ? masters.search(line -> line.existing(names).compose(there -> given(there, page)))
                : searches.run(new Search(vertx, names, shapes, watch, page));
    }

    /** Only one node answers for a name, but all masters are searched for the shapes. */
    private Future<Void> searchCluster(
            List<byte[]> names, List<KeyShape> shapes, Function<List<byte[]>, Future<Void>> page) {
        return batch(names.stream().map(RedisCommands::exists).toList())
                .compose(answers -> given(there(names, answers), page))
                .compose(taken -> shapes.isEmpty()
                        ? masters.search(line -> Future.succeededFuture())
                        : searches.run(new Search(vertx, List.of(), shapes, Optional.empty(), page)));
    }

    private static Future<Void> given(List<byte[]> keys, Function<List<byte[]>, Future<Void>> page) {
        return keys.isEmpty() ? Future.succeededFuture() : page.apply(keys);
    }

    /** Asks whether there is a key of that name. */
    static Request exists(byte[] name) {
        return Request.cmd(Command.EXISTS).arg(name);
    }

    /** Those of the names for which {@code EXISTS} answered 1. */
    static List<byte[]> there(List<byte[]> names, List<Response> answers) {
        return IntStream.range(0, names.size())
                .filter(i -> number(answers.get(i)) > 0)
                .mapToObj(names::get)
                .toList();
    }

    /**
     * The answer; empty if Redis answers nil. Fails with a {@code TimeoutException} after the time limit, and with any error that Redis
     * reports.
     */
    Future<Optional<Response>> send(Request request) {
        return redis.send(request)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(Optional::ofNullable);
    }

    /** Sends several requests at once, none of which may be answered by nil; fails if any fails. */
    Future<List<Response>> batch(List<Request> requests) {
        return requests.isEmpty()
                ? Future.succeededFuture(List.of())
                : together(requests).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<List<Response>> together(List<Request> requests) {
        return clustered
                ? spread(requests, answer -> {})
                : redis.batch(requests).map(List::copyOf); // copyOf refuses nil
    }

    private Future<List<Response>> spread(List<Request> requests, Consumer<Response> each) {
        Deadline end = Deadline.in(timeout, System::nanoTime);
        return redis.connect()
                .compose(cluster ->
                        new Spread(cluster, each, end::passed).send(requests).eventually(cluster::close));
    }

    /**
     * Reports how many keys it removes, as the answers come. Sends nothing once the deadline or the time limit has passed, even if the
     * connection comes only then: a new task might lose its keys. In a cluster each key needs a command of its own, as the keys lie in many
     * slots.
     */
    Future<Void> unlink(List<byte[]> keys, Deadline deadline, LongConsumer removed) {
        Deadline end = deadline.within(timeout);
        return redis.connect()
                .compose(connection -> (end.passed()
                                ? RedisCommands.<Void>tooLate()
                                : unlinkOn(connection, keys, end, removed))
                        .eventually(connection::close))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Fails as what was not sent, since its time was over before. */
    static <T> Future<T> tooLate() {
        return Future.failedFuture(new TimeoutException("its time was over before it could be sent"));
    }

    private Future<Void> unlinkOn(RedisConnection connection, List<byte[]> keys, Deadline end, LongConsumer removed) {
        Consumer<Response> count = answer -> removed.accept(number(answer));
        return clustered
                ? new Spread(connection, count, end::passed)
                        .send(oneByOne(keys))
                        .mapEmpty()
                : connection.send(unlink(keys)).onSuccess(count::accept).mapEmpty();
    }

    private static List<Request> oneByOne(List<byte[]> keys) {
        return keys.stream().map(key -> unlink(List.of(key))).toList();
    }

    /** Asks to remove the keys. */
    static Request unlink(List<byte[]> keys) {
        Request unlink = Request.cmd(Command.UNLINK);
        keys.forEach(unlink::arg);
        return unlink;
    }

    /** The number in an answer; zero if there is none. */
    static long number(Response answer) {
        Long number = answer.toLong();
        return number == null ? 0 : number;
    }

    /** @throws DoubtfulAnswer if nothing was answered where Redis never answers nothing */
    static Response notNil(Optional<Response> answer) {
        return answer.orElseThrow(() -> new DoubtfulAnswer(RedisFailures.NO_SENSE, "nil was answered"));
    }

    /** Runs a script over a task's own receipt and lease. */
    Future<Optional<Response>> eval(String script, List<String> keys, List<String> arguments) {
        Request eval = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
        keys.forEach(eval::arg);
        arguments.forEach(eval::arg);
        return send(eval);
    }

    /** Whether nobody has answered: no server, no connection, no answer in time. */
    public static boolean isSilence(Throwable cause) {
        return RedisFailures.isSilence(cause);
    }

    /** Succeeds if Redis answers and is a master, or is a cluster with all of its masters. */
    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).compose(pong -> masters.search(line -> Future.succeededFuture()));
    }

    public Future<Void> close() {
        return Future.join(redis.close(), masters.close(), watches.close(), clients.close())
                .mapEmpty();
    }
}
