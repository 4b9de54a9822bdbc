package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.ResourceStoreContract;
import io.tasksweep.testing.TestingCluster;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The same contract, with a task's keys all over a cluster. */
@Tag("F29")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterStoreTest extends ResourceStoreContract {
    private static final int KEYS = 40; // over three masters, none is left without

    private final TestingCluster cluster = TestingCluster.start();
    private final TestingRedisStores stores = TestingRedisStores.on(cluster);

    @BeforeEach
    void empty() {
        cluster.clear();
    }

    @AfterAll
    void close() {
        stores.close();
        cluster.close();
    }

    @Override
    protected ResourceStore store() {
        return stores.store();
    }

    @Override
    protected void seed(TaskId taskId) {
        cluster.set(taskId + ":node-1:extract", "{\"status\": \"completed\"}");
        cluster.ask(Command.HSET, taskId + ":node-2:transcribe", "field", "value");
        cluster.ask(Command.RPUSH, taskId + ":node-3:merge:part", "a", "b");
        cluster.set(taskId + ":node-4:x", "{}");
        cluster.set("workflow_state:" + taskId, "{}");
    }

    @Override
    protected boolean deletesNothingTooLate() {
        return true;
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return cluster.snapshot();
    }

    /** The client asks for the slots again after a second, and needs a connection for that, too. */
    @Test
    void theSlotsCanBeAskedForWhereAllConnectionsAreInUse() {
        Redis redis = new RedisClients(stores.vertx, stores.settings).forCommands();
        List<RedisConnection> all = IntStream.range(0, RedisClients.CONNECTIONS)
                .mapToObj(i -> await(redis.connect()))
                .toList();
        await(askedOnEveryMaster(all));
        await(stores.vertx.timer(1_500, TimeUnit.MILLISECONDS));
        await(askedOnEveryMaster(all));
        await(redis.close());
    }

    private static Future<?> askedOnEveryMaster(List<RedisConnection> all) {
        return Future.all(all.stream()
                .flatMap(one -> IntStream.range(0, KEYS)
                        .mapToObj(i -> one.send(Request.cmd(Command.EXISTS).arg("k" + i))))
                .toList());
    }

    @Test
    void everyMasterIsSearchedAndEmptied() {
        seedNeighbours();
        SortedMap<String, String> before = snapshot();
        IntStream.range(0, KEYS).forEach(i -> cluster.set("task-1:n" + i + ":f", "{}"));
        IntStream.range(0, TestingCluster.MASTERS)
                .forEach(i -> assertThat(cluster.client(i).keys("task-1:*")).isNotEmpty());

        assertThat(await(store().survey(TASK)).counts().get(Unit.KEYS)).isEqualTo(KEYS);
        assertThat(erase(TASK).gone().get(Unit.KEYS)).isEqualTo(KEYS);

        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void whoSearchesAtOnceSharesAPassOverEveryMaster() {
        for (int i = 0; i < KEYS; i++) {
            cluster.set("task-1:n" + i + ":f", "{}");
            cluster.set("task-22:n" + i + ":f", "{}");
        }
        IntStream.range(0, TestingCluster.MASTERS)
                .forEach(i -> cluster.client(i).countAnew());
        List<Future<Evidence>> all = IntStream.range(0, 8)
                .mapToObj(i -> store().survey(new TaskId(i % 2 == 0 ? "task-1" : "task-22")))
                .toList();

        all.forEach(found -> assertThat(await(found).counts().get(Unit.KEYS)).isEqualTo(KEYS));

        IntStream.range(0, TestingCluster.MASTERS)
                .forEach(i -> assertThat(scans(i)).isBetween(1L, 3L));
    }

    private long scans(int master) {
        return cluster.client(master).calls("scan");
    }
}
