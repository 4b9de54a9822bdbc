package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.HoldingProxy;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F52 and F54: nobody waits any more, and nobody can work any more. */
class AbandonedRequestsTest {
    private static final Duration SOON = Duration.ofSeconds(5); // those that hold things up do so for longer

    private TestingPlatform platform;

    @BeforeEach
    void start() {
        platform = TestingPlatform.start();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    @Tag("F52")
    void aDeletionWhoseClientGoesAwayEndsAndIsRecordedOnceAndARepeatGetsItsResult() {
        platform.task("task-1", "pending", "SUCCESS");
        try (Decoys decoys = Decoys.around(platform, "task-1");
                HoldingProxy slow = HoldingProxy.before(platform.objects().port());
                TestingService service = TestingService.on(platform, Map.of("minio.port", slow.port()))) {
            slow.hold();
            try (RawConnection client = RawConnection.open(service.httpPort())) {
                client.send(RawRequest.deletion("task-1").wire());
                until(() -> slow.waiting() > 0);
                client.reset();
            }
            slow.goOn();
            until(() -> !service.audit().isEmpty());
            assertThat(platform.holds("task-1")).isFalse();
            Reply repeat = service.delete("task-1", false);
            assertThat(repeat.body().getString("status")).isEqualTo("success");
            assertThat(service.audit(2))
                    .extracting(record -> record.getString("decision"))
                    .containsExactly("carried_out", "carried_out");
            assertThat(service.audit().get(0).getString("deletion_id"))
                    .isEqualTo(repeat.body().getString("deletion_id"));
            decoys.assertUnchanged();
        }
    }

    @Test
    @Tag("F54")
    void threadsThatAreStuckInOneStoreLeaveTheOthersAndTheProbesAlone() {
        List<String> tasks = List.of("stuck-0", "stuck-1"); // as many as threads: a third would wait for its look
        tasks.forEach(task -> platform.task(task, "pending", "SUCCESS"));
        try (FaultyProxy proxy = FaultyProxy.before(platform.objects().port());
                TestingService service = TestingService.on(
                        platform,
                        Map.of("minio.threads", 2, "limits.concurrent-deletions", 2, "minio.port", proxy.port()))) {
            proxy.stopAt("?delete");
            List<CompletableFuture<Reply>> asked = service.deleteAtOnce(tasks);
            until(() -> tasks.stream()
                    .noneMatch(task -> platform.share().resolve(task).toFile().exists()));
            assertSoon(() ->
                    assertThat(service.management("/health/live").is(200, "UP")).isTrue());
            assertSoon(() -> {
                Reply more = service.delete("task-more", false);
                assertThat(more.code()).isEqualTo("too_many_deletions");
                assertThat(more.retryAfter()).matches("[1-9]\\d*");
            });
            proxy.goOn();
            assertThat(asked)
                    .allMatch(answer -> await(answer).body().getString("status").equals("success"));
            assertThat(tasks).noneMatch(platform::holds);
        }
    }

    private static void assertSoon(Runnable request) {
        long begin = System.nanoTime();
        request.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }
}
