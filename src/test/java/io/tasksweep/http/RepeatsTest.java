package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.Repeats;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same request again and again: T012 for a task that nobody knows, T017 and I08 for one that is deleted already. */
class RepeatsTest {
    private static final String RECEIPT = "tasksweep:receipt:{task-1}";
    private static final long FEW_MINUTES_MILLIS = 300_000;

    private TestingPlatform platform;
    private Decoys decoys;

    @BeforeEach
    void start() {
        platform = TestingPlatform.start();
        decoys = Decoys.around(platform, "task-1");
    }

    @AfterEach
    void close() {
        decoys.close();
        platform.close();
    }

    @Test
    void t012AnUnknownTaskIsNotFoundThreeTimesAndNothingChanges() {
        try (TestingService service = TestingService.on(platform, Map.of())) {
            SortedMap<String, String> before = platform.snapshot();
            for (int i = 0; i < 3; i++) {
                Reply answer = service.delete("task-1", i == 2);
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("task_not_found");
                assertThat(answer.body().getString("task_id")).isEqualTo("task-1");
            }
            assertThat(service.receipt("task-1").code()).isEqualTo("task_not_found");
            assertThat(platform.snapshot()).isEqualTo(before);
            assertThat(service.audit(3))
                    .hasSize(3)
                    .allMatch(record -> "task_not_found".equals(record.getString("decision")));
        }
    }

    @Test
    @Tag("B59")
    @Tag("I08")
    void t017ThreeRepeatsAnswerAlikeAndLeaveReceiptAndItsTimeAsTheyAre() {
        try (TestingService service = TestingService.on(platform, Map.of())) {
            platform.task("task-1", "pending", "SUCCESS");
            String deletionId = service.delete("task-1", false).body().getString("deletion_id");
            platform.redis().ask(Command.PEXPIRE, RECEIPT, FEW_MINUTES_MILLIS); // a renewal would show
            JsonObject receipt = service.receipt("task-1").body();
            assertThat(receipt.getString("deletion_id")).isEqualTo(deletionId);
            SortedMap<String, String> before = platform.snapshot();
            Repeats.assertChangeNothing(service, "task-1");
            assertThat(platform.snapshot()).isEqualTo(before);
            assertThat(receiptMillis()).isBetween(1L, FEW_MINUTES_MILLIS);
            assertThat(service.receipt("task-1").body()).isEqualTo(receipt);
            assertThat(service.audit(4)).hasSize(4).allMatch(record -> "success".equals(record.getString("status")));
            decoys.assertUnchanged();
        }
    }

    @Test
    @Tag("I08")
    void aRepeatThatRemovesNothingLeavesTheReceiptOfAnIncompleteDeletion() {
        try (FaultyProxy proxy = FaultyProxy.before(platform.objects().port());
                TestingService service = TestingService.on(platform, Map.of("minio.port", proxy.port()))) {
            platform.task("task-1", "pending", "SUCCESS");
            proxy.cutRepliesAfter(0, FaultyProxy.Cut.RESET);
            service.delete("task-1", false);
            JsonObject receipt = service.receipt("task-1").body();
            assertThat(receipt.getString("state")).isEqualTo("incomplete");
            assertThat(service.delete("task-1", false).body().getString("status"))
                    .isEqualTo("failed");

            assertThat(service.receipt("task-1").body()).isEqualTo(receipt);
            proxy.heal();
            assertThat(service.delete("task-1", false).body().getString("status"))
                    .isEqualTo("success");
            decoys.assertUnchanged();
        }
    }

    private long receiptMillis() {
        return Long.parseLong(
                platform.redis().ask(Command.PTTL, RECEIPT).orElseThrow().toString());
    }

    @Test
    @Tag("B59")
    void b59WhenTheReceiptHasExpiredTheTaskIsUnknownAgain() {
        try (TestingService service = TestingService.on(platform, Map.of("deletion.receipt-ttl", "5s"))) {
            platform.task("task-1", "pending", "SUCCESS");
            service.delete("task-1", false);
            assertThat(receiptMillis()).isBetween(1L, 5_000L);
            until(() -> platform.redis().keys("tasksweep:receipt:{task-1}").isEmpty());
            assertThat(service.delete("task-1", false).code()).isEqualTo("task_not_found");
            assertThat(service.receipt("task-1").code()).isEqualTo("task_not_found");
            decoys.assertUnchanged();
        }
    }
}
