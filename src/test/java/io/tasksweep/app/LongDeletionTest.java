package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F53: neither the bus, which gives up after 30 s by default, nor an idle connection cuts a deletion that takes longer. */
@Tag("faults")
@Tag("F53")
class LongDeletionTest {
    private static final Duration LONGER_THAN_THE_BUS_WAITS = Duration.ofSeconds(33);

    @Test
    void aDeletionOfMoreThanThirtySecondsIsAnswered() {
        try (TestingPlatform platform = TestingPlatform.start();
                FaultyProxy slow = FaultyProxy.before(platform.objects().port());
                TestingService service = TestingService.on(
                        platform,
                        Map.of("minio.port", slow.port(), "deletion.timeout", "50s", "stores.timeout", "45s"))) {
            platform.task("task-1", "pending", "SUCCESS");
            slow.stopAt("?delete");
            CompletableFuture<Reply> answer =
                    service.deleteAtOnce(List.of("task-1")).get(0);
            until(slow::stopped);
            assertThat(answer).as("still waiting").failsWithin(LONGER_THAN_THE_BUS_WAITS);
            slow.goOn();
            Reply reply = await(answer);
            assertThat(reply.body().getString("status")).isEqualTo("success");
            assertThat(reply.body().getLong("duration_ms")).isGreaterThan(LONGER_THAN_THE_BUS_WAITS.toMillis());
            assertThat(platform.holds("task-1")).isFalse();
        }
    }
}
