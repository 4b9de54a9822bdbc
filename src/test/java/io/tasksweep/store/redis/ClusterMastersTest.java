package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Background;
import io.tasksweep.testing.TestingCluster;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClusterMastersTest {
    private static final int SLOT = 0;
    private static final int OLD = 0;
    private static final int NEW = OLD + TestingCluster.MASTERS;

    private final TestingCluster cluster = TestingCluster.start();
    private final TestingRedisStores stores = TestingRedisStores.on(cluster);
    private final RedisClients clients = new RedisClients(stores.vertx, stores.settings);
    private final ClusterMasters masters =
            new ClusterMasters(clients, List.of(cluster.endpoints().get(1)), Duration.ofSeconds(5));

    private volatile int owner = cluster.owner(SLOT);

    @AfterEach
    void close() {
        await(Future.join(masters.close(), clients.close()));
        stores.close();
        cluster.close();
    }

    private void search() {
        await(masters.search(line -> Future.succeededFuture()));
    }

    /** Of clients, not of other nodes. */
    private long connectionsTo(int node) {
        return cluster.client(node)
                .ask(Command.CLIENT, "LIST")
                .orElseThrow()
                .toString()
                .lines()
                .filter(line -> line.contains(" flags=N "))
                .count();
    }

    @Test
    @Tag("F29")
    void whoIsNoMasterAnyMoreIsAskedNoMore() {
        long others = connectionsTo(OLD);
        search();
        assertThat(connectionsTo(OLD)).isGreaterThan(others);

        cluster.cluster(NEW, "FAILOVER", "TAKEOVER"); // with the masters' consent it sometimes does not come about
        until(() -> cluster.isMaster(NEW) && !cluster.isMaster(OLD));
        cluster.awaitHealth();

        until(() -> {
            search(); // a connection that is not used is given up in any case
            return connectionsTo(OLD) == others;
        });
        assertThat(connectionsTo(NEW)).isPositive();
    }

    /** How often a client has asked this node for the nodes that it knows. */
    private long views(int node) {
        return cluster.client(node).calls("cluster|nodes", "cluster");
    }

    /** While no view is whole, each could name others: all of them would be kept, and asked with every search. */
    @Test
    void whomAViewNamesThatIsNotWholeIsForgotten() {
        cluster.cluster(OLD, "DELSLOTS", 0);
        long before = views(OLD);
        int searches = 5;
        for (int search = 0; search < searches; search++) {
            assertThat(RedisFailures.explain(failureOf(masters.search(line -> Future.succeededFuture()))))
                    .isEqualTo(RedisFailures.CLUSTER_DOWN);
        }
        assertThat(views(OLD) - before).isEqualTo(searches);
    }

    /** Hands the slot, which is empty, to the next master. Not on an event loop: it waits for the answers. */
    private Future<Void> handOver() {
        int from = owner;
        int to = (from + 1) % TestingCluster.MASTERS;
        owner = to;
        return Future.fromCompletionStage(Background.run(() -> {
            cluster.cluster(to, "SETSLOT", SLOT, "IMPORTING", cluster.id(from));
            cluster.cluster(to, "SETSLOT", SLOT, "NODE", cluster.id(to));
            cluster.cluster(from, "SETSLOT", SLOT, "NODE", cluster.id(to));
        }));
    }

    /** A record might have gone to a master that was searched already. */
    @Test
    @Tag("F29")
    void whereASlotChangesHandsDuringASearchAllAreSearchedAgain() {
        AtomicInteger searched = new AtomicInteger();
        await(masters.search(line -> searched.getAndIncrement() == 0 ? handOver() : Future.succeededFuture()));
        assertThat(searched).hasValue(2 * TestingCluster.MASTERS);
    }

    @Test
    @Tag("F29")
    void whereSlotsChangeHandsAllTheTimeTheSearchFailsInTheEnd() {
        AtomicInteger searched = new AtomicInteger();
        Future<Void> search = masters.search(line ->
                searched.getAndIncrement() % TestingCluster.MASTERS == 0 ? handOver() : Future.succeededFuture());
        assertThat(RedisFailures.explain(failureOf(search))).isEqualTo(RedisFailures.MOVING);
        assertThat(searched).hasValue(3 * TestingCluster.MASTERS);
    }

    /** Its keys are on either side. */
    @Test
    @Tag("F29")
    void whileASlotIsMovingAllAreSearchedTwice() {
        int to = (owner + 1) % TestingCluster.MASTERS;
        cluster.cluster(to, "SETSLOT", SLOT, "IMPORTING", cluster.id(owner));
        cluster.cluster(owner, "SETSLOT", SLOT, "MIGRATING", cluster.id(to));
        AtomicInteger searched = new AtomicInteger();
        await(masters.search(line -> {
            searched.getAndIncrement();
            return Future.succeededFuture();
        }));
        assertThat(searched).hasValue(2 * TestingCluster.MASTERS);
    }
}
