package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis falls silent in the middle of a deletion (SIGSTOP), and comes back when everybody has gone. */
@Tag("F21")
@Tag("faults")
class SilentRedisTest {
    private static final Logger LOG = LoggerFactory.getLogger(SilentRedisTest.class);
    private static final String TASK = "task-1";
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final int PATIENCE = 5; // times 20 s: a lease of 30 s has to run out before anybody takes it up

    @Test
    void theAnswerComesInTimeTheRestIsDeletedAndTheSweeperEndsItByItself() {
        try (TestingPlatform platform = TestingPlatform.start();
                FaultyProxy objects = FaultyProxy.before(platform.objects().port());
                ServiceProcess service = ServiceProcess.on(
                                platform,
                                Map.of(
                                        "minio.port",
                                        objects.port(),
                                        "stores.timeout",
                                        "2s",
                                        "deletion.timeout",
                                        TIMEOUT.toSeconds() + "s"))
                        .ready();
                Decoys decoys = Decoys.around(platform, TASK)) {
            platform.task("warm-up", "pending", "SUCCESS");
            assertThat(await(service.delete("warm-up")).status()).isEqualTo(200);
            platform.redis().ask(Command.DEL, "tasksweep:receipt:{warm-up}");
            platform.task(TASK, "pending", "SUCCESS");
            assertThat(platform.redisServer().pid()).isPositive();

            objects.stopAt("?delete"); // the state's turn comes after it
            long asked = System.nanoTime();
            CompletableFuture<Reply> answer = service.delete(TASK);
            until(() -> objects.stopped() && !Files.exists(platform.share().resolve(TASK)));
            platform.redisServer().freeze();
            objects.goOn();
            Reply reply = await(answer);
            Duration answered = Duration.ofNanos(System.nanoTime() - asked);

            assertPartly(reply);
            assertThat(answered).isLessThan(TIMEOUT.plusSeconds(1));
            assertThat(Files.exists(platform.share().resolve(TASK))).isFalse();
            long thawed = System.nanoTime();
            platform.redisServer().thaw();
            for (int i = 1; !isDone(platform) && i < PATIENCE; i++) {
                awaitDone(platform, i);
            }
            Duration swept = Duration.ofNanos(System.nanoTime() - thawed);
            LOG.warn("B7: answered after {}, finished by the sweeper {} after SIGCONT", answered, swept);
            assertThat(isDone(platform)).isTrue();
            assertRight(platform, service, reply);
            decoys.assertUnchanged();
        }
    }

    private static void assertPartly(Reply reply) {
        String told = reply.body().encode();
        assertThat(reply.body().getString("status")).as(told).isEqualTo("partial_failed");
        assertThat(reply.outcome("redis")).as(told).isEqualTo("failed");
        assertThat(reply.item("redis").getBoolean("retriable")).as(told).isTrue();
        assertThat(List.of(reply.outcome("local_directory"), reply.outcome("minio")))
                .as(told)
                .containsOnly("deleted");
    }

    private static List<JsonObject> audit(ServiceProcess service) {
        return service.audit().stream()
                .filter(entry -> TASK.equals(entry.getString("task_id")))
                .toList();
    }

    private static boolean isDone(TestingPlatform platform) {
        return "done".equals(field(platform, "state"));
    }

    private static String field(TestingPlatform platform, String name) {
        return platform.redis()
                .ask(Command.HGET, "tasksweep:receipt:{" + TASK + "}", name)
                .map(String::valueOf)
                .orElse("");
    }

    private static void awaitDone(TestingPlatform platform, int time) {
        try {
            until(() -> isDone(platform));
        } catch (AssertionError notYet) {
            LOG.info("not done after {} times 20 s", time);
        }
    }

    /**
     * Done, with nothing outstanding. The result is that of the last run that removed something: the sweeper's, or the caller's own if
     * Redis has carried out the rest of that when it went on.
     */
    private static void assertRight(TestingPlatform platform, ServiceProcess service, Reply reply) {
        assertThat(platform.holds(TASK)).isFalse();
        assertThat(field(platform, "outstanding")).isEmpty();
        JsonObject result = new JsonObject(field(platform, "result"));
        JsonObject redis = result.getJsonArray("results").getJsonObject(1);
        boolean lateInRedis = result.getJsonArray("results").equals(reply.body().getJsonArray("results"));
        assertThat(lateInRedis || "deleted".equals(redis.getString("status")))
                .as(result.encode())
                .isTrue();
        until(() -> platform.redis().keys("tasksweep:lease:*").isEmpty());
        until(() -> platform.redis().keys("tasksweep:open").isEmpty());
        until(() -> audit(service).size() > 1); // a sweeper's line is written when all else is done
        List<JsonObject> audit = audit(service);
        assertThat(audit).extracting(entry -> entry.getString("status")).containsExactly("partial_failed", "success");
        assertThat(audit.get(1).getString("decision")).isIn("recovered", "retried");
    }
}
