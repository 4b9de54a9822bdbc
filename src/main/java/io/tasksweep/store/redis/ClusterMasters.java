package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every master of a cluster. Any node may name the masters, but each must then confirm that it is one and which slots it serves; all slots
 * must be served, and all masters must name the same masters. Otherwise a master that an old view leaves out would not be searched.
 */
final class ClusterMasters implements Masters {
    private static final int SLOTS = 16_384;
    private static final int ROUNDS = 3;
    private static final Request NODES = Request.cmd(Command.CLUSTER, "NODES");

    private final RedisClients clients;
    private final List<String> seeds;
    private final Duration limit;
    private final Map<String, Redis> nodes = new ConcurrentHashMap<>();
    private volatile List<String> masters = List.of(); // of the last whole view

    ClusterMasters(RedisClients clients, List<String> seeds, Duration limit) {
        this.clients = clients;
        this.seeds = List.copyOf(seeds);
        this.limit = limit;
    }

    @Override
    public Future<Void> search(Function<Line, Future<Void>> search) {
        return view().compose(before -> round(before, search, 1));
    }

    /** A key that moves to a master that was already searched is found in the next round. */
    private Future<Void> round(View before, Function<Line, Future<Void>> search, int round) {
        return each(before.addresses(), search).compose(searched -> view()).compose(after -> {
            boolean steady = after.nodes().equals(before.nodes());
            if (steady && (round > 1 || !before.moving())) {
                return Future.succeededFuture();
            }
            return round < ROUNDS
                    ? round(after, search, round + 1)
                    : Future.failedFuture(
                            new DoubtfulAnswer(RedisFailures.MOVING, "slots changed hands while they were searched"));
        });
    }

    private Future<Void> each(List<String> masters, Function<Line, Future<Void>> search) {
        Future<Void> all = Future.succeededFuture();
        for (String master : masters) {
            all = all.compose(before -> Line.to(node(master), limit, search));
        }
        return all;
    }

    /**
     * The masters as they see themselves.
     *
     * @param addresses where they were asked
     */
    private record View(List<String> addresses, Set<ClusterNode> nodes) {
        private boolean moving() {
            return nodes.stream().anyMatch(ClusterNode::moving);
        }

        private boolean whole() {
            return nodes.stream().allMatch(ClusterNode::isMaster)
                    && nodes.stream().mapToInt(ClusterNode::slots).sum() == SLOTS;
        }

        /** Whether this text names exactly these masters. Compares ids, since addresses may depend on which node is asked. */
        private boolean isSharedBy(String text) {
            return ids(ClusterNode.all(text).stream().filter(ClusterNode::servesSlots))
                    .equals(ids(nodes.stream()));
        }

        private static Set<String> ids(Stream<ClusterNode> nodes) {
            return nodes.map(ClusterNode::id).collect(Collectors.toSet());
        }
    }

    /** Asks in random order: a node with a deviating view must not be the first one believed every time. */
    private Future<View> view() {
        List<String> known = Stream.concat(nodes.keySet().stream(), seeds.stream())
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(known);
        return masters(known)
                .compose(told -> asked(told).onSuccess(whole -> believe(told)).onFailure(unclear -> forget(told)));
    }

    /** A former master may be gone tomorrow, or belong to another cluster. So a node that is not a master now is forgotten. */
    private void believe(List<String> told) {
        masters = told;
        forget(nodes.keySet());
    }

    /**
     * Forgets these, unless they are masters of the last whole view or configured nodes. Whoever else a view names that is not whole is
     * forgotten, too: while none is, each could name others.
     */
    private void forget(Collection<String> addresses) {
        addresses.stream()
                .filter(at -> !masters.contains(at) && !seeds.contains(at))
                .forEach(at -> Optional.ofNullable(nodes.remove(at)).ifPresent(Redis::close));
    }

    /** The masters as seen by whichever node answers first. */
    private Future<List<String>> masters(List<String> asked) {
        List<Future<List<String>>> told =
                asked.stream().map(this::mastersSeenBy).toList();
        return FirstAnswer.of(told).recover(last -> Future.failedFuture(RedisFailures.gravest(told, last)));
    }

    /** Fails if the node knows of no master: it has left the cluster. */
    private Future<List<String>> mastersSeenBy(String seed) {
        return nodes(seed)
                .map(text -> masters(seed, text))
                .compose(masters -> masters.isEmpty()
                        ? Future.failedFuture(
                                new DoubtfulAnswer(RedisFailures.CLUSTER_DOWN, "a node knows of no master"))
                        : Future.succeededFuture(masters));
    }

    private static List<String> masters(String seed, String text) {
        return ClusterNode.all(text).stream()
                .filter(ClusterNode::servesSlots)
                .map(node -> node.address().startsWith(":") ? host(seed) + node.address() : node.address())
                .distinct()
                .toList();
    }

    private static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private Future<View> asked(List<String> addresses) {
        List<Future<String>> answers = addresses.stream().map(this::nodes).toList();
        Future<?> all =
                Future.join(answers).recover(first -> Future.failedFuture(RedisFailures.gravest(answers, first)));
        return all.compose(answered -> {
            List<String> texts = answers.stream().map(Future::result).toList();
            View seen =
                    new View(addresses, texts.stream().map(ClusterNode::self).collect(Collectors.toUnmodifiableSet()));
            return seen.whole() && texts.stream().allMatch(seen::isSharedBy)
                    ? Future.succeededFuture(seen)
                    : Future.failedFuture(new DoubtfulAnswer(
                            RedisFailures.CLUSTER_DOWN, "not every slot has a master that all know of"));
        });
    }

    private Future<String> nodes(String address) {
        return Line.to(node(address), limit, line -> line.ask(NODES)).map(Object::toString);
    }

    private Redis node(String address) {
        return nodes.computeIfAbsent(address, clients::forNode);
    }

    @Override
    public Future<Void> close() {
        return Future.join(nodes.values().stream().map(Redis::close).toList()).mapEmpty();
    }
}
