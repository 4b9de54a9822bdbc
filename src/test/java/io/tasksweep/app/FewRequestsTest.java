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
    private static List<String> afterTheLook(List<String> requests, int usual) {
        boolean looked = requests.size() > usual && requests.get(0).equals("objects");
        return looked ? requests.subList(1, requests.size()) : requests;
    }

    @Test
    void aTinyTaskCostsFourOnceItIsKnownWhatTheListingOfVersionsShows() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 3);
                TestingService service = TestingService.on(platform, Map.of("minio.port", objects.port()))) {
            assertThat(deleteThree(service, objects, 5))
                    .containsExactlyInAnyOrder("versions", "objects", "delete", "versions", "uploads");
            List<String> requests = deleteThree(service, objects, 4);
            assertThat(requests).hasSize(4).startsWith("versions", "delete");
            assertThat(requests.subList(2, 4)).containsExactlyInAnyOrder("versions", "uploads");
        }
    }

    private List<String> deleteThree(TestingService service, NumberedObjects objects, int usual) {
        objects.put(3);
        int before = objects.requests().size();
        platform.task("task-1", "pending", "SUCCESS");
        Reply reply = service.delete("task-1", false);
        assertThat(reply.outcome("minio")).isEqualTo("deleted");
        assertThat(reply.item("minio").getJsonObject("details").getInteger("objects"))
                .isEqualTo(3);
        assertThat(objects.left()).isZero();
        return afterTheLook(
                objects.requests().subList(before, objects.requests().size()), usual);
    }

    @Test
    void aLargeOneCostsTwoMoreForEveryFurtherThousand() {
        try (NumberedObjects objects = NumberedObjects.below("task-1/", 5 * BATCH)) {
            assertThat(delete(objects).outcome("minio")).isEqualTo("deleted");
            assertThat(afterTheLook(objects.requests(), 13)).hasSize(5 + 2 * 4);
            assertThat(objects.left()).isZero();
        }
    }

    @Test
    void oneWithoutObjectsCostsThreeAndBeforehandNoneWhereTheStoreHasJustAnswered() {
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
            assertThat(objects.requests()).hasSize(6).startsWith("objects");
            assertThat(objects.left()).isZero();
        }
    }
}
