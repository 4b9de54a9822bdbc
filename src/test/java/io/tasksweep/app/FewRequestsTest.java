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
    private static final int TASKS = 5;

    private final TestingPlatform platform = TestingPlatform.start();

    @AfterEach
    void close() {
        platform.close();
    }

    private Reply delete(NumberedObjects objects) {
        platform.task("task-1", "pending", "SUCCESS");
        return ofLeftovers(objects);
    }

    private Reply ofLeftovers(NumberedObjects objects) {
        try (TestingService service = TestingService.on(platform, Map.of("minio.port", objects.port()))) {
            return service.delete("task-1", false);
        }
    }

    /** A look beforehand is spared for a second after an answer of the object store, and made on a machine that has stood still since. */
    private static List<String> afterTheLook(NumberedObjects objects) {
        List<String> requests = objects.requests();
        boolean looked = requests.get(0).equals("objects") && requests.get(1).equals("versions");
        return looked ? requests.subList(1, requests.size()) : requests;
    }

    /** Of which those in the middle are asked at once. */
    private static void assertAreFour(List<String> requests) {
        assertThat(requests).hasSize(4).startsWith("versions").endsWith("versions");
        assertThat(requests.subList(1, 3)).containsExactlyInAnyOrder("delete", "uploads");
    }

    @Test
    void aTinyTaskCostsFour() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 3)) {
            Reply reply = delete(objects);
            assertThat(reply.outcome("minio")).isEqualTo("deleted");
            assertThat(reply.item("minio").getJsonObject("details").getInteger("objects"))
                    .isEqualTo(3);
            assertAreFour(afterTheLook(objects));
            assertThat(objects.left()).isZero();
        }
    }

    @Test
    void aLargeOneCostsTwoMoreForEveryFurtherThousand() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 5 * BATCH)) {
            assertThat(delete(objects).outcome("minio")).isEqualTo("deleted");
            assertThat(afterTheLook(objects)).hasSize(4 + 2 * 4);
            assertThat(objects.left()).isZero();
        }
    }

    @Test
    void oneWithoutObjectsCostsThreeAndIsNotAlwaysLookedForBeforehand() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 0);
                TestingService service = TestingService.on(platform, Map.of("minio.port", objects.port()))) {
            for (int i = 0; i < TASKS; i++) {
                platform.task("task-1", "pending", "SUCCESS");
                assertThat(service.delete("task-1", false).outcome("minio")).isEqualTo("skipped");
            }
            assertThat(objects.requests())
                    .hasSizeGreaterThanOrEqualTo(3 * TASKS)
                    .hasSizeLessThan(6 * TASKS);
        }
    }

    @Test
    void oneOfWhichOnlyObjectsAreLeftCostsAQuestionMore() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 3)) {
            assertThat(ofLeftovers(objects).outcome("minio")).isEqualTo("deleted");
            List<String> requests = objects.requests();
            assertThat(requests).startsWith("objects");
            assertAreFour(requests.subList(1, requests.size()));
            assertThat(objects.left()).isZero();
        }
    }
}
