package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingCluster;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The service on a platform whose state lies in a Redis cluster, with a task and neighbours all over it. */
final class ClusteredService implements AutoCloseable {
    static final String TASK = "task-1";
    static final int KEYS = 30;

    private static final List<String> NEIGHBOURS =
            List.of("task-10", "task-1.bak", "task-1-", "Task-1", "TASK-1", "task", "ask-1");

    final TestingPlatform platform = TestingPlatform.start();
    final TestingCluster cluster = TestingCluster.start();
    final TestingService service = TestingService.on(
            platform,
            Map.of(
                    "redis.mode", "cluster",
                    "redis.endpoints", cluster.endpoints(),
                    "redis.database", "",
                    "stores.timeout", "2s",
                    "deletion.timeout", "8s"));

    Reply delete() {
        return service.delete(TASK, false);
    }

    void clear() {
        cluster.clear();
        platform.clear();
    }

    static JsonObject finished() {
        return TestingPlatform.state("pending", "ffmpeg.cut", "SUCCESS");
    }

    /** The task, with records on every master. */
    void seed() {
        platform.task(TASK, "pending", "SUCCESS");
        for (int i = 0; i < KEYS; i++) {
            cluster.set(TASK + ":n" + i + ":f", finished().encode());
        }
        cluster.set("workflow_state:" + TASK, finished().encode());
    }

    void run(String worker) {
        cluster.set(
                TASK + worker, TestingPlatform.state("running", "f", "SUCCESS").encode());
    }

    /** Neighbours on every master, and all that is there then. */
    SortedMap<String, String> decoys() {
        for (String name : NEIGHBOURS) {
            for (int i = 0; i < KEYS; i++) {
                cluster.set(name + ":n" + i + ":f", finished().encode());
            }
            cluster.set("tasksweep:receipt:{" + name + "}", "somebody else's");
        }
        IntStream.range(0, TestingCluster.MASTERS)
                .forEach(i -> assertThat(cluster.client(i).keys("task-10:*")).isNotEmpty());
        return cluster.snapshot();
    }

    void assertOnlyLeft(SortedMap<String, String> decoys) {
        SortedMap<String, String> left = cluster.snapshot();
        left.keySet().remove("tasksweep:receipt:{" + TASK + "}");
        left.keySet().remove("tasksweep:lease:{" + TASK + "}"); // of an attempt that was carried out late
        left.keySet().remove("tasksweep:open"); // a note without an intent goes by itself, half a minute later
        assertThat(left).containsExactlyInAnyOrderEntriesOf(decoys);
        assertThat(Files.exists(platform.share().resolve(TASK))).isFalse();
        assertThat(platform.objects().objects().keySet()).noneMatch(key -> key.startsWith(TASK + "/"));
    }

    /** When the service has seen it too: for a second it may still know the nodes of before. */
    void awaitHealth() {
        cluster.awaitHealth();
        until(service::isUp);
    }

    static int keysIn(Reply reply) {
        return reply.item("redis").getJsonObject("details").getInteger("keys");
    }

    static void assertSuccess(Reply reply) {
        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
    }

    @Override
    public void close() {
        service.close();
        cluster.close();
        platform.close();
    }
}
