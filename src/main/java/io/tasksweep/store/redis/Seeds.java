package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sentinels or cluster nodes of the settings, ordered so that one that answers comes first. The client asks the first one in its list,
 * and would wait for one that is frozen, each time anew.
 */
final class Seeds {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Redis> clients;
    private final List<String> addresses;
    private final long limitMillis;
    private Future<List<String>> order;
    private long orderedAt = System.nanoTime() - 2 * FRESH_NANOS; // never yet

    Seeds(List<String> addresses, Function<String, Redis> client, long limitMillis) {
        this.addresses = addresses.stream().distinct().toList();
        this.clients = this.addresses.stream().collect(Collectors.toUnmodifiableMap(at -> at, client));
        this.limitMillis = limitMillis;
        this.order = Future.succeededFuture(this.addresses);
    }

    /** All addresses, beginning with the one that answered first a moment ago; in the order of the settings if none does. Never fails. */
    synchronized Future<List<String>> inOrder() {
        if (order.isComplete() && System.nanoTime() - orderedAt > FRESH_NANOS) {
            order = ask();
            orderedAt = System.nanoTime();
        }
        return order;
    }

    private Future<List<String>> ask() {
        List<Future<String>> asked = addresses.stream().map(this::ping).toList();
        return Future.any(asked)
                .map(any -> asked.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .findFirst()
                        .orElseThrow())
                .map(this::beginningWith)
                .otherwise(addresses);
    }

    private Future<String> ping(String address) {
        Redis client = clients.get(address);
        return client == null
                ? Future.failedFuture("ERR unknown address")
                : Line.to(client, limitMillis, line -> line.ask(Request.cmd(Command.PING)))
                        .map(pong -> address);
    }

    private List<String> beginningWith(String first) {
        return Stream.concat(Stream.of(first), addresses.stream()).distinct().toList();
    }

    Future<Void> close() {
        return Future.join(clients.values().stream().map(Redis::close).toList()).mapEmpty();
    }
}
