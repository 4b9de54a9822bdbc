package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.NumberedObjects;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task costs the object store: with a thousand tiny tasks, the requests are what takes the time. */
class FewRequestsTest {
    private static final int BATCH = 1_000;

    private final TestingPlatform platform = TestingPlatform.start();

    @AfterEach
    void close() {
        platform.close();
    }

    private Reply delete(NumberedObjects objects) {
        try (TestingService service = TestingService.on(platform, Map.of("minio.port", objects.port()))) {
            platform.task("task-1", "pending", "SUCCESS");
            return service.delete("task-1", false);
        }
    }

    @Test
    void aTinyTaskCostsSix() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 3)) {
            Reply reply = delete(objects);
            assertThat(reply.outcome("minio")).isEqualTo("deleted");
            assertThat(reply.item("minio").getJsonObject("details").getInteger("objects"))
                    .isEqualTo(3);
            List<String> requests = objects.requests();
            assertThat(requests).hasSize(6).startsWith("objects", "versions", "delete");
            assertThat(requests.subList(3, 6)).containsExactlyInAnyOrder("objects", "versions", "uploads");
            assertThat(objects.left()).isZero();
        }
    }

    @Test
    void aLargeOneCostsTwoMoreForEveryFurtherThousand() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 5 * BATCH)) {
            assertThat(delete(objects).outcome("minio")).isEqualTo("deleted");
            assertThat(objects.requests()).hasSize(6 + 2 * 4);
            assertThat(objects.left()).isZero();
        }
    }

    @Test
    void oneWithoutObjectsCostsThreeToKnowThatAndThreeToBeSure() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 0)) {
            assertThat(delete(objects).outcome("minio")).isEqualTo("skipped");
            assertThat(objects.requests()).hasSize(6);
        }
    }
}
