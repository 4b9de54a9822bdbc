package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node stops in the middle of a deletion, for longer than its lease or for good, and another one ends it. */
@Tag("faults")
class LateNodesTest {
    private static final String TASK = "task-1";
    private static final String DELETION = "?delete"; // of objects, several at once
    private static final String PATIENT = "50s"; // longer than a lease
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final TestingPlatform platform = TestingPlatform.start();
    private final FaultyProxy objects = FaultyProxy.before(platform.objects().port());
    private final ServiceProcess late = ServiceProcess.on(
            platform, Map.of("deletion.timeout", PATIENT, "stores.timeout", "40s", "minio.port", objects.port()));
    private final ServiceProcess other = ServiceProcess.on(platform, Map.of("deletion.timeout", PATIENT));
    private final SortedMap<String, String> neighbours = new TreeMap<>();

    @BeforeEach
    void start() {
        platform.task("task-10", "pending", "SUCCESS");
        platform.task("TASK-1", "pending", "SUCCESS");
        neighbours.putAll(platform.snapshot());
        platform.task(TASK, "pending", "SUCCESS");
        late.ready();
        other.ready();
    }

    @AfterEach
    void close() {
        late.close();
        other.close();
        objects.close();
        platform.close();
    }

    @Test
    @Tag("F56")
    @Tag("I02")
    void theResultOfANodeThatWakesAfterItsLeaseIsNotWrittenOverTheOthers() {
        CompletableFuture<Reply> first = stoppedWhileDeleting();
        late.freeze();
        Reply second = other.delete(TASK).join();
        assertSuccess(second);
        String receipt = receipt();
        assertThat(receipt).contains(second.body().getString("deletion_id")).contains("done");
        late.thaw();
        objects.goOn();
        Reply tooLate = first.join();
        assertThat(tooLate.status()).isEqualTo(200);
        assertThat(tooLate.body().getString("deletion_id"))
                .isNotEqualTo(second.body().getString("deletion_id"));
        assertThat(receipt()).isEqualTo(receipt);
        assertNothingIsLeft();
    }

    @Test
    @Tag("F51")
    @Tag("I02")
    void toldToEndWhileAStoreHangsItEndsInTimeAndAnotherNodeFinishes() {
        CompletableFuture<Reply> first = stoppedWhileDeleting();
        long told = System.nanoTime();
        late.terminate();
        assertThat(late.exitCode()).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(GRACE);
        first.exceptionally(gone -> null).join();
        assertSuccess(other.delete(TASK).join());
        assertNothingIsLeft();
    }

    private CompletableFuture<Reply> stoppedWhileDeleting() {
        objects.stopAt(DELETION);
        CompletableFuture<Reply> asked = late.delete(TASK);
        until(objects::stopped);
        return asked;
    }

    private String receipt() {
        return platform.redis()
                .ask(Command.HGETALL, "tasksweep:receipt:{" + TASK + "}")
                .map(String::valueOf)
                .orElse("");
    }

    private static void assertSuccess(Reply reply) {
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
    }

    private void assertNothingIsLeft() {
        assertThat(platform.holds(TASK)).isFalse();
        assertThat(platform.snapshot()).containsAllEntriesOf(neighbours);
    }
}
