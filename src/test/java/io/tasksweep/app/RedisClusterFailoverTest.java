package io.tasksweep.app;

import static io.tasksweep.app.ClusteredService.TASK;
import static io.tasksweep.app.ClusteredService.assertSuccess;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.SlotMigration;
import io.tasksweep.testing.TestingCluster;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F29: a master of the cluster dies or falls silent, or the receipt's slot moves. */
@Tag("F29")
@Tag("faults")
class RedisClusterFailoverTest {
    @Test
    void withAMasterDownNothingIsBelievedUntilItsReplicaHasTakenOver() {
        try (ClusteredService clustered = new ClusteredService()) {
            SortedMap<String, String> decoys = clustered.decoys();
            clustered.seed();
            TestingCluster cluster = clustered.cluster;
            int victim = cluster.owner(cluster.slot(TASK + ":n0:f"));
            int replica = victim + TestingCluster.MASTERS;
            cluster.client(replica).ask(Command.CONFIG, "SET", "cluster-replica-no-failover", "yes");
            kill(cluster, victim);

            assertRetriable(clustered.delete());

            cluster.client(replica).ask(Command.CONFIG, "SET", "cluster-replica-no-failover", "no");
            until(() -> cluster.isMaster(replica));
            clustered.awaitHealth();
            assertSuccess(clustered.delete());
            clustered.assertOnlyLeft(decoys);
        }
    }

    /** When its replica has all that it has. */
    private static void kill(TestingCluster cluster, int node) {
        cluster.node(node).pid();
        cluster.client(node).ask(Command.WAIT, 1, 2_000);
        cluster.node(node).kill();
    }

    private static void assertRetriable(Reply reply) {
        String told = reply.body().encode();
        assertThat(reply.status()).as(told).isEqualTo(200);
        assertThat(reply.outcome("redis")).as(told).isEqualTo("failed");
        assertThat(reply.item("redis").getBoolean("retriable")).as(told).isTrue();
        assertThat(List.of(reply.outcome("local_directory"), reply.outcome("minio")))
                .as(told)
                .containsOnly("deleted");
    }

    /** The first node that the settings name does not answer, and its connections stay open. */
    @Test
    void aFrozenMasterIsForgottenOnceItsReplicaHasTakenOver() {
        try (ClusteredService clustered = new ClusteredService()) {
            SortedMap<String, String> decoys = clustered.decoys();
            clustered.seed();
            TestingCluster cluster = clustered.cluster;
            int replica = TestingCluster.MASTERS;
            cluster.node(0).pid();
            cluster.client(0).ask(Command.WAIT, 1, 2_000);
            cluster.node(0).freeze();
            until(() -> cluster.isMaster(replica));
            clustered.awaitHealth();

            assertSuccess(clustered.delete());
            clustered.assertOnlyLeft(decoys);
        }
    }

    /** Here and not with the other slots: the client tries for a while after it has been given up. */
    @Test
    void theReceiptsSlotMayBeOnItsWay() {
        try (ClusteredService clustered = new ClusteredService()) {
            SortedMap<String, String> decoys = clustered.decoys();
            clustered.seed();
            TestingCluster cluster = clustered.cluster;
            try (SlotMigration migration = cluster.migrate(cluster.slot("{" + TASK + "}"))) {
                assertThat(migration.source()).isNotNegative();

                Reply reply = clustered.delete(); // TRYAGAIN: neither of the script's two keys is there yet

                assertSuccess(reply);
                assertThat(reply.body().getJsonArray("warnings").encode()).contains("No intent could be written");
                clustered.assertOnlyLeft(decoys);
            }
        }
    }

    /** Once the cluster has noticed: until then the client cannot reach all nodes that it is told of. */
    @Test
    void aReplicaThatDiesIsNotMissed() {
        try (ClusteredService clustered = new ClusteredService()) {
            SortedMap<String, String> decoys = clustered.decoys();
            clustered.seed();
            TestingCluster cluster = clustered.cluster;
            int replica = TestingCluster.MASTERS;
            cluster.node(replica).pid();
            cluster.node(replica).kill();
            until(() -> cluster.hasFailed(replica));
            clustered.awaitHealth();

            assertSuccess(clustered.delete());
            clustered.assertOnlyLeft(decoys);
        }
    }
}
