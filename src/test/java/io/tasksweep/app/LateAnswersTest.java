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

/** F53: a deletion that takes all its time is answered after that, on a connection that nothing was sent on meanwhile. */
@Tag("F53")
class LateAnswersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void whoeverWaitsPastTheDeadlineIsAnsweredAndNotCutOff() {
        try (TestingPlatform platform = TestingPlatform.start();
                FaultyProxy redis = FaultyProxy.before(platform.redisPort());
                TestingService service = TestingService.on(
                        platform, Map.of("redis.port", redis.port(), "deletion.timeout", TIMEOUT.toSeconds() + "s"))) {
            platform.task("task-1", "pending", "SUCCESS");
            redis.stopAt("unlink"); // the state's turn is the last, and has all the time that is left
            long asked = System.nanoTime();
            CompletableFuture<Reply> answer =
                    service.deleteAtOnce(List.of("task-1")).get(0);
            until(redis::stopped);
            Reply reply = await(answer);
            Duration answered = Duration.ofNanos(System.nanoTime() - asked);
            redis.goOn();
            assertThat(reply.outcome("redis")).as(reply.body().encode()).isEqualTo("failed");
            assertThat(reply.item("redis").getBoolean("retriable")).isTrue();
            assertThat(answered).isBetween(TIMEOUT, TIMEOUT.plusSeconds(1));
        }
    }
}
