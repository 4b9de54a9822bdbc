package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.store.minio.HostileS3;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code safe-mode.quiet-period}: data that changed a moment ago is left alone in safe mode, wherever it lies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietPeriodTest {
    private static final String TASK = "task-1";

    private TestingPlatform platform;
    private TestingService service;

    @BeforeAll
    void start() {
        platform = TestingPlatform.start();
        service = TestingService.on(platform, Map.of("safe-mode.quiet-period", "1h"));
    }

    @AfterAll
    void close() {
        service.close();
        platform.close();
    }

    @BeforeEach
    void empty() {
        platform.clear();
    }

    private static JsonObject state(String updatedAt) {
        return TestingPlatform.state("completed", "ffmpeg.cut", "SUCCESS").put("updated_at", updatedAt);
    }

    private void assertRefused() {
        SortedMap<String, String> before = platform.snapshot();
        Reply reply = service.delete(TASK, false);
        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("task_recently_active");
        assertThat(reply.body().getBoolean("retriable")).isTrue();
        assertThat(reply.body().getString("detail")).contains("Try again later, or use force");
        assertThat(platform.snapshot()).as("I11").isEqualTo(before);
    }

    private void assertDeleted(boolean force) {
        Reply reply = service.delete(TASK, force);
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
        assertThat(platform.holds(TASK)).isFalse();
    }

    /** Sets back the time of everything in the task's directory. */
    private void age() {
        try (Stream<Path> all = Files.walk(platform.share().resolve(TASK))) {
            for (Path entry : all.toList()) {
                Files.setLastModifiedTime(entry, FileTime.from(Instant.now().minusSeconds(7200)));
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    @Test
    void stateThatWasWrittenAMomentAgoIsRefusedAndOldStateIsNot() {
        platform.state(TASK, "ffmpeg:cut", state(Instant.now().toString()));
        platform.state(TASK, "whisper:cut", state("2026-01-01T00:00:00Z"));
        assertRefused();
        platform.state(
                TASK, "ffmpeg:cut", state(Instant.now().minusSeconds(7200).toString()));
        assertDeleted(false);
    }

    @Test
    void oneYoungFileDeepInTheDirectoryIsRefused() {
        platform.file(TASK + "/a/b/c/file", "content");
        platform.file(TASK + "/d/file", "content");
        age();
        platform.file(TASK + "/a/b/c/late", "content");
        assertRefused();
        age();
        assertDeleted(false);
    }

    /** Several times at once: a store that has answered within the last second is otherwise spared the question. */
    @Test
    void youngObjectsAreAskedForEvenIfAnOldDirectoryKnowsTheTask() {
        platform.file(TASK + "/file", "content");
        age();
        platform.object(TASK + "/results/one", "x");
        for (int i = 0; i < 3; i++) {
            assertThat(service.delete(TASK, false).code()).isEqualTo("task_recently_active");
        }
        assertRefused();
    }

    @Test
    void youngObjectsAreRefusedAndForceIsNot() {
        platform.object(TASK + "/results/one", "x");
        assertRefused();
        try (Decoys decoys = Decoys.around(platform, TASK)) {
            assertDeleted(true);
            decoys.assertUnchanged();
        }
    }

    @ParameterizedTest
    @CsvSource({"task-1/old, _archive/task-1/young", "_archive/task-1/old, task-1/young"})
    void objectsUnderEachPrefixAreAskedForTheirAge(String old, String young) {
        try (HostileS3 objects = new HostileS3();
                TestingService several = TestingService.on(
                        platform,
                        Map.of(
                                "safe-mode.quiet-period", "1h",
                                "minio.port", objects.port(),
                                "minio.prefixes", List.of("{task_id}/", "_archive/{task_id}/")))) {
            objects.put(old, Instant.now().minusSeconds(7200));
            objects.put(young, Instant.now());
            Reply reply = several.delete(TASK, false);
            assertThat(reply.status()).as(reply.body().encode()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("task_recently_active");
            assertThat(objects.keys()).containsExactlyInAnyOrder(old, young);
            objects.put(young, Instant.now().minusSeconds(7200));
            assertThat(several.delete(TASK, false).body().getString("status")).isEqualTo("success");
            assertThat(objects.keys()).isEmpty();
        }
    }

    @Test
    void objectsGrowOldByThemselves() {
        try (TestingService patient = TestingService.on(platform, Map.of("safe-mode.quiet-period", "5s"))) {
            platform.object(TASK + "/results/one", "x");
            assertThat(patient.delete(TASK, false).code()).isEqualTo("task_recently_active");
            until(() -> patient.delete(TASK, false).status() == 200);
            assertThat(platform.holds(TASK)).isFalse();
        }
    }

    /** Our own deletion has changed what is left: that is no reason to wait. */
    @Test
    void aRepeatOfAnUnfinishedDeletionIsNotKeptWaiting() throws IOException {
        platform.file(TASK + "/file", "content");
        platform.state(TASK, "ffmpeg:cut", state("2026-01-01T00:00:00Z"));
        age();
        Path root = platform.share();
        Path away = root.resolveSibling(root.getFileName() + "-away");
        Files.move(root, away);
        assertThat(service.delete(TASK, false).outcome("local_directory")).isEqualTo("failed");
        Files.move(away, root);
        platform.file(TASK + "/late", "written meanwhile");
        assertDeleted(false);
    }

    @Test
    void theBusRefusesAlike() {
        platform.file(TASK + "/file", "content");
        DeliveryOptions caller = new DeliveryOptions()
                .addHeader("authorization", "Bearer " + TestingTokens.token("bus", TestingTokens.ALL));
        Throwable refused = failureOf(service.eventBus()
                .request(
                        "tasksweep.delete",
                        new JsonObject().put("task_id", TASK).put("force", false),
                        caller));
        assertThat(refused).isInstanceOf(ReplyException.class);
        assertThat(((ReplyException) refused).failureCode()).isEqualTo(400);
        assertThat(new JsonObject(refused.getMessage()).getString("code")).isEqualTo("task_recently_active");
    }
}
