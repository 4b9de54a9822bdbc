package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Dripping;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** B28 and B41 in full time: with the patience that the service really has. */
@Tag("faults")
class DefaultRequestTimeoutsTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    /** 15 s, and what it takes a loaded machine to close 1 500 connections. */
    private static final Duration CUT = Duration.ofSeconds(17);

    @Test
    @Tag("B28")
    @Tag("B41")
    void fifteenHundredDrippingClientsAreCutWithinFifteenSecondsAndOthersAreServedMeanwhile() {
        String head = RawRequest.deletion("task-1")
                .keptAlive()
                .with("Content-Type: application/json", "Content-Length: 4000")
                .wire();
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of())) {
            platform.task("task-1", "pending", "SUCCESS");
            try (Dripping bodies = Dripping.into(service.httpPort(), 1_000, head, " ");
                    Dripping heads = Dripping.into(service.httpPort(), 500, "POST / HTTP/1.1\r\nX: ", "x")) {
                long asked = System.nanoTime(); // all are connected
                assertThat(service.delete("task-unknown", false).status()).isEqualTo(404);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
                await(bodies.allCut());
                await(heads.allCut());
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(CUT);
            }
            until(() -> service.audit().size() == 1_001);
            assertThat(service.audit())
                    .filteredOn(record -> "aborted".equals(record.getString("decision")))
                    .hasSize(1_000);
            assertThat(platform.holds("task-1")).isTrue();
        }
    }
}
