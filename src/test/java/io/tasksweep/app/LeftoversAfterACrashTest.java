package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.FreePort;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node without Redis, so without lease and receipt, is killed between the move into the quarantine and the end. */
@Tag("F61")
class LeftoversAfterACrashTest {
    private static final String TASK = "task-1";
    private static final int FILES = 30_000;

    private final TestingPlatform platform = TestingPlatform.start();

    @AfterEach
    void close() {
        platform.close();
    }

    private Path hidden() {
        return platform.share().resolve(".tasksweep").resolve(TASK);
    }

    private boolean isMovedAway() {
        String[] moved = hidden().toFile().list((room, name) -> !name.startsWith("."));
        return moved != null && moved.length > 0;
    }

    private static Map<String, Object> aloneAndSlow(FaultyProxy objects) {
        return Map.of(
                "redis.port", FreePort.any(), "minio.port", objects.port(), "files.threads", 1, "files.walkers", 0);
    }

    /** Killed while it deletes what it has moved away, unless that is gone before the signal comes. */
    private void crash() {
        for (int file = 0; file < FILES; file++) {
            platform.file(TASK + "/frames/" + file % 10 + "/" + file, "");
        }
        try (FaultyProxy objects = FaultyProxy.before(platform.objects().port());
                ServiceProcess victim =
                        ServiceProcess.on(platform, aloneAndSlow(objects)).ready()) {
            objects.stopAt("?delete"); // so that no answer comes before the end
            var asked = victim.delete(TASK);
            until(this::isMovedAway);
            victim.kill();
            assertThat(asked.handle((reply, failure) -> failure != null).join()).isTrue();
        }
        assertThat(platform.redis().keys("tasksweep:*{" + TASK + "}"))
                .as("no record speaks of it")
                .isEmpty();
    }

    @Test
    void theNextStartEndsItAndDoesNotTouchTheNewTaskOfThatName() {
        platform.task(TASK, "pending", "SUCCESS");
        for (int tries = 0; tries < 3 && !isMovedAway(); tries++) {
            crash();
        }
        assertThat(hidden()).isNotEmptyDirectory();
        assertThat(platform.share().resolve(TASK)).doesNotExist();
        platform.task(TASK, "running", "IN_PROGRESS");
        try (Decoys decoys = Decoys.around(platform, TASK)) {
            endedByTheNext(own());
            decoys.assertUnchanged();
        }
        assertThat(platform.share().resolve(".tasksweep")).isEmptyDirectory();
    }

    private void endedByTheNext(SortedMap<String, String> before) {
        try (ServiceProcess next = ServiceProcess.on(platform, Map.of()).ready()) {
            until(() -> !Files.exists(hidden()));
            assertThat(own()).isEqualTo(before);
            until(() -> next.audit().stream()
                    .anyMatch(entry -> entry.getString("decision").equals("leftovers_removed")
                            && entry.getString("task_id").equals(TASK)));
        }
    }

    private SortedMap<String, String> own() {
        SortedMap<String, String> all = new TreeMap<>(platform.snapshot());
        all.keySet().removeIf(name -> !name.contains(" " + TASK + "/") && !name.contains(" " + TASK + ":"));
        assertThat(all).isNotEmpty();
        return all;
    }
}
