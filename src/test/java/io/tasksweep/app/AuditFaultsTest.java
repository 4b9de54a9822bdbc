package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingService.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F59: where audit lines cannot be written, deletion and answer go on with a warning, and everyone who looks can see it. */
@Tag("F59")
class AuditFaultsTest {
    private static final String WARNING = "The audit record of this request was not written in time.";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void aFullDiskIsNoReasonNotToDeleteAndNoSecret() {
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of("audit.file", "/dev/full"))) {
            platform.task("task-1", "pending", "SUCCESS");
            try (Decoys decoys = Decoys.around(platform, "task-1")) {
                assertWarned(service.delete("task-1", false));
                assertThat(platform.holds("task-1")).isFalse();
                assertThat(service.delete("task-unknown", false).code()).isEqualTo("task_not_found");
                until(() -> service.metrics().contains("tasksweep_audit_lost_total 3.0")); // and the warm-up's
                Said ready = service.management("/health/ready");
                assertThat(ready.status()).as("it leaves the balancer").isEqualTo(503);
                assertThat(ready.body()).contains("DOWN", "the audit log cannot be written");
                decoys.assertUnchanged();
            }
        }
    }

    @Test
    void aFolderThatIsGoneIsNoticedAndItsReturnToo() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("logs"));
        Path file = inside.resolve("audit");
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of("audit.file", file.toString()))) {
            platform.task("task-1", "pending", "SUCCESS");
            Files.delete(file);
            Files.delete(inside);
            assertWarned(service.delete("task-1", false));
            assertThat(platform.holds("task-1")).isFalse();
            until(() -> service.management("/health/ready").is(503, "DOWN"));
            Files.createDirectory(inside);
            until(service::isUp);
            service.delete("task-1", false);
            until(() -> lines(file) >= 2);
            assertThat(lines(file)).isEqualTo(2);
            until(() -> service.delete("task-1", false)
                    .body()
                    .getJsonArray("warnings")
                    .isEmpty());
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static void assertWarned(Reply reply) {
        assertThat(reply.body().getString("status")).isEqualTo("success");
        assertThat(reply.body().getJsonArray("warnings")).contains(WARNING);
    }
}
