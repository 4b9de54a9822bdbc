package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sentinels or cluster nodes of the settings, ordered so that one that answers comes first. The client asks the first one in its list,
 * and would wait for one that is frozen, each time anew.
 */
final class Seeds {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So small a part of a command's time is enough to find out whom to ask. */
    private static final int PART = 5;

    private record Seed(String address, Redis client) {}

    private final List<Seed> seeds;
    private final Duration limit; // for each
    private Future<List<String>> order;
    private long orderedAt = System.nanoTime() - 2 * FRESH_NANOS; // never yet

    /** @param limit how long a command may take, including the question whom to ask */
    Seeds(List<String> addresses, Function<String, Redis> client, Duration limit) {
        this.seeds = addresses.stream()
                .distinct()
                .map(at -> new Seed(at, client.apply(at)))
                .toList();
        this.limit = Duration.ofMillis(Math.max(1, limit.toMillis() / PART));
        this.order = Future.succeededFuture(addresses());
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
        List<Future<String>> asked = seeds.stream().map(this::ping).toList();
        return FirstAnswer.of(asked)
                .map(this::beginningWith)
                .otherwise(none -> refusing(asked).map(List::of).orElseGet(this::addresses));
    }

    /**
     * One that refuses what no repeat mends, such as a password. The client is to hear it, and not to wait for others that say nothing
     * until nobody listens any more: silence means something else.
     */
    private Optional<String> refusing(List<Future<String>> asked) {
        return IntStream.range(0, seeds.size())
                .filter(i -> !RedisFailures.explain(asked.get(i).cause()).retriable())
                .mapToObj(i -> seeds.get(i).address())
                .findFirst();
    }

    private Future<String> ping(Seed seed) {
        return Line.to(seed.client(), limit, line -> line.ask(Request.cmd(Command.PING)))
                .map(pong -> seed.address());
    }

    private List<String> addresses() {
        return seeds.stream().map(Seed::address).toList();
    }

    private List<String> beginningWith(String first) {
        return Stream.concat(Stream.of(first), addresses().stream()).distinct().toList();
    }

    Future<Void> close() {
        return Future.join(seeds.stream().map(seed -> seed.client().close()).toList())
                .mapEmpty();
    }
}
