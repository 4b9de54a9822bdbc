package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.store.minio.HostileS3;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingS3;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingService.Said;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators rely on, from the outside: real stores, real HTTP, neighbours that must not change. */
@Tag("I02")
class WholeServiceTest {
    private static final List<String> NEIGHBOURS =
            List.of("task-10", "task-1.bak", "task-1-", "task-1_", "task-1.", "Task-1", "TASK-1", "task", "ask-1");

    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();
    private SortedMap<String, String> decoys;

    @BeforeEach
    void neighbours() {
        platform.clear();
        NEIGHBOURS.forEach(neighbour -> platform.task(neighbour, "pending", "IN_PROGRESS"));
        decoys = platform.snapshot();
    }

    @AfterEach
    @Tag("I02")
    void i02_noNeighbourHasChanged() {
        SortedMap<String, String> after = platform.snapshot();
        assertThat(decoys.keySet())
                .anyMatch(name -> name.startsWith("file task-10/"))
                .anyMatch(name -> name.startsWith("key task-10:"))
                .anyMatch(name -> name.startsWith("object task-10/"));
        assertThat(after).containsAllEntriesOf(decoys);
    }

    @Test
    @Tag("I08")
    void us1_aCompletedTaskIsGoneFromAllThreeStoresAndRepeatsAnswerAlike() {
        platform.task("task-1", "pending", "SUCCESS");

        Reply reply = service.delete("task-1", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().getString("status")).isEqualTo("success");
        assertThat(reply.item("local_directory").getJsonObject("details").getInteger("files"))
                .isEqualTo(2);
        assertThat(reply.item("redis").getJsonObject("details").getInteger("keys"))
                .isEqualTo(1);
        assertThat(reply.item("minio").getJsonObject("details").getInteger("objects"))
                .isEqualTo(2);
        assertThat(platform.holds("task-1")).isFalse();
        for (int i = 0; i < 3; i++) {
            Reply repeat = service.delete("task-1", false);
            assertThat(repeat.body().getString("status")).isEqualTo("success");
            assertThat(repeat.body().getString("deletion_id"))
                    .isEqualTo(reply.body().getString("deletion_id"));
            assertThat(List.of(repeat.outcome("local_directory"), repeat.outcome("redis"), repeat.outcome("minio")))
                    .containsOnly("skipped");
        }
    }

    @Test
    void a4_withItsStateExpiredATaskIsStillDeletedWithAWarning() {
        platform.task("task-1", "pending", "SUCCESS");
        platform.redis().ask(Command.DEL, "task-1:ffmpeg:extract_audio");

        Reply reply = service.delete("task-1", false);

        assertThat(List.of(reply.outcome("local_directory"), reply.outcome("redis"), reply.outcome("minio")))
                .containsExactly("deleted", "skipped", "deleted");
        assertThat(reply.body().getJsonArray("warnings").getString(0)).contains("No state");
    }

    @Test
    void a4_aDirectoryRemovedByHandIsSkipped() {
        platform.object("task-1/result", "x");
        platform.state("task-1", "n:f", TestingPlatform.state("pending", "f", "FAILED"));

        Reply reply = service.delete("task-1", false);

        assertThat(reply.body().getString("status")).isEqualTo("success");
        assertThat(reply.outcome("local_directory")).isEqualTo("skipped");
    }

    @Test
    @Tag("F45")
    void f45AnObjectStoreWithAnotherClockFailsForGoodAndTheOthersAreEmptied() {
        platform.task("task-1", "pending", "SUCCESS");
        try (HostileS3 elsewhen = new HostileS3();
                TestingService misled = TestingService.on(platform, Map.of("minio.port", elsewhen.port()))) {
            elsewhen.always(request -> true, HostileS3.Answer.error(403, "RequestTimeTooSkewed"));
            Reply reply = misled.delete("task-1", false);
            assertThat(reply.body().getString("status")).isEqualTo("partial_failed");
            assertThat(List.of(reply.outcome("local_directory"), reply.outcome("redis"), reply.outcome("minio")))
                    .containsExactly("deleted", "deleted", "failed");
            assertThat(reply.item("minio").getString("error")).isEqualTo("bad_credentials");
            assertThat(reply.item("minio").getBoolean("retriable")).isFalse();
        }
    }

    @Test
    void theReceiptTellsWhatWasDone() {
        platform.task("task-1", "pending", "SUCCESS");
        Reply deleted = service.delete("task-1", false);

        Reply receipt = service.receipt("task-1");

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.body().getString("state")).isEqualTo("done");
        assertThat(receipt.body().getString("actor")).isEqualTo("tester");
        assertThat(receipt.body().getJsonObject("result").getJsonArray("results"))
                .isEqualTo(deleted.body().getJsonArray("results"));
        assertThat(service.receipt("task-2").code()).isEqualTo("task_not_found");
    }

    @Test
    @Tag("I09")
    void i09_everyRequestHasOneAuditRecordOfWhatWasDecided() {
        platform.task("task-1", "pending", "SUCCESS");
        int before = service.audit().size();
        service.delete("task-1", false);
        service.delete("task-10", false);
        service.post("task-1", "{", TestingTokens.token("tester", TestingTokens.ALL));
        service.post("task-1", "{}", "no-token");
        platform.task("task-2", "pending", "IN_PROGRESS");
        service.delete("task-2", true);

        List<JsonObject> records = service.audit(before + 5).subList(before, before + 5);
        assertThat(service.audit()).hasSize(before + 5);
        assertThat(records.stream().map(entry -> entry.getString("decision")))
                .containsExactly("carried_out", "task_active", "invalid_body", "unauthenticated", "carried_out");
        assertThat(records.stream().map(entry -> entry.getString("actor")))
                .containsExactly("tester", "tester", "tester", "unknown", "tester");
        assertThat(records.stream().map(entry -> entry.getValue("force")))
                .as("left out where the body was not read")
                .containsExactly(false, false, null, null, true);
        assertThat(records.get(0).getJsonArray("results").size()).isEqualTo(3);
    }

    @Test
    @Tag("I10")
    void i10_noAnswerRecordOrMetricShowsWhereThingsAre() {
        platform.task("task-1", "pending", "SUCCESS");
        StringBuilder all = new StringBuilder();
        all.append(service.delete("task-1", false).body())
                .append(service.delete("task-10", false).body());
        all.append(service.delete("task-2", false).body())
                .append(service.receipt("task-1").body());
        all.append(service.audit())
                .append(service.metrics())
                .append(service.management("/health/ready").body());

        assertThat(all.toString())
                .doesNotContain(
                        platform.share().toString(),
                        TestingS3.BUCKET,
                        TestingS3.ACCESS_KEY,
                        TestingS3.SECRET_KEY,
                        TestingTokens.SECRET,
                        "127.0.0.1",
                        "io.tasksweep",
                        "Exception");
    }

    @Test
    void whatADeletionFreesIsCountedAsItsAnswerSays() {
        platform.task("task-1", "pending", "SUCCESS");
        String before = service.metrics();
        Reply reply = service.delete("task-1", false);
        String after = service.metrics();
        for (String store : List.of("local_directory", "redis", "minio")) {
            JsonObject freed = new JsonObject();
            for (String unit : reply.item(store).getJsonObject("details").fieldNames()) {
                freed.put(unit, Math.round(freed(after, store, unit) - freed(before, store, unit)));
            }
            assertThat(freed).as(store).isEqualTo(reply.item(store).getJsonObject("details"));
        }
    }

    /** What that store is said to have lost of it by now. */
    private static double freed(String metrics, String store, String unit) {
        String counter = "tasksweep_freed_total{store=\"" + store + "\",unit=\"" + unit + "\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(counter))
                .mapToDouble(line -> Double.parseDouble(line.substring(counter.length())))
                .sum();
    }

    @Test
    void theManagementPortShowsHealthAndCounts() {
        platform.task("task-1", "pending", "SUCCESS");
        service.delete("task-1", false);

        assertThat(service.management("/health/live").is(200, "UP")).isTrue();
        Said ready = service.management("/health/ready");
        assertThat(ready.is(200, "UP")).as(ready.body()).isTrue();
        assertThat(new JsonObject(ready.body()).getJsonArray("stores").size()).isEqualTo(3);
        assertThat(service.management("/elsewhere").status()).isEqualTo(404);
        assertThat(service.metrics())
                .contains(
                        "tasksweep_deletions_total{status=\"success\"}",
                        "tasksweep_outcomes_total",
                        "tasksweep_freed_total")
                .contains("tasksweep_request_duration_seconds_bucket", "tasksweep_deletions_in_flight");
    }
}
