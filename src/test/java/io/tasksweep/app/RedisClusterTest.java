package io.tasksweep.app;

import static io.tasksweep.app.ClusteredService.KEYS;
import static io.tasksweep.app.ClusteredService.TASK;
import static io.tasksweep.app.ClusteredService.assertSuccess;
import static io.tasksweep.app.ClusteredService.keysIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.SlotMigration;
import io.tasksweep.testing.TestingCluster;
import io.tasksweep.testing.TestingService.Reply;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** F29: the whole service with a Redis cluster, at rest and while slots move. */
@Tag("F29")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest {
    private final ClusteredService clustered = new ClusteredService();
    private final TestingCluster cluster = clustered.cluster;

    @BeforeEach
    void clean() {
        clustered.clear();
    }

    @AfterAll
    void close() {
        clustered.close();
    }

    @Test
    void aTaskIsDeletedFromEveryMasterAndNoNeighbourIsTouched() {
        SortedMap<String, String> decoys = clustered.decoys();
        clustered.seed();

        Reply reply = clustered.delete();

        assertSuccess(reply);
        assertThat(keysIn(reply)).isEqualTo(KEYS + 1);
        assertThat(clustered.service.receipt(TASK).body().getString("state")).isEqualTo("done");
        clustered.assertOnlyLeft(decoys);
        Reply repeat = clustered.delete();
        assertSuccess(repeat);
        assertThat(repeat.outcome("redis")).isEqualTo("skipped");
    }

    @Test
    void oneActiveRecordOnAnyMasterIsEnoughToRefuse() {
        clustered.seed();
        clustered.run(":n7:f");
        SortedMap<String, String> before = cluster.snapshot();

        assertThat(clustered.delete().code()).isEqualTo("task_active");

        assertThat(cluster.snapshot()).as("I11").isEqualTo(before);
    }

    @Test
    void aForcedDeletionIsNotedForItsSecondPasses() {
        clustered.seed();
        clustered.run(":n7:f");

        assertSuccess(clustered.service.delete(TASK, true));

        assertThat(cluster.keys("tasksweep:open")).hasSize(1);
        assertThat(clustered.service.receipt(TASK).body().getString("state")).isEqualTo("done");
    }

    @Test
    void aSlotThatIsOnItsWayToAnotherMasterIsEmptiedOnBoth() {
        SortedMap<String, String> decoys = clustered.decoys();
        clustered.seed();
        List<String> sameSlot = IntStream.range(0, KEYS)
                .mapToObj(i -> TASK + ":t" + i + ":{same}")
                .toList();
        sameSlot.forEach(key -> cluster.set(key, ClusteredService.finished().encode()));
        try (SlotMigration migration = cluster.migrate(cluster.slot(sameSlot.get(0)))) {
            sameSlot.subList(0, KEYS / 2).forEach(migration::move);

            Reply reply = clustered.delete();

            assertSuccess(reply);
            assertThat(keysIn(reply)).isEqualTo(2 * KEYS + 1);
            clustered.assertOnlyLeft(decoys);
        }
    }
}
