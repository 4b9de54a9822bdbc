package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.Launch;
import io.tasksweep.testing.Mounts;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole service as a user who may not do everything. Needs root to become one. */
@Tag("root")
class UnprivilegedServiceTest {
    private static final String TASK = "task-1";
    private static final String NOBODY = "65534";

    private final Mounts mounts = Mounts.asRoot();
    private final TestingPlatform platform = TestingPlatform.start();

    @BeforeEach
    void seed() {
        platform.task(TASK, "pending", "SUCCESS");
        platform.file(TASK + "/locked/inside", "of somebody else");
    }

    @AfterEach
    void close() {
        mounts.close();
        platform.close();
    }

    private Path at(String name) {
        return platform.share().resolve(name);
    }

    private void own(String mode, String name) {
        mounts.run("chown", "-R", NOBODY, at(TASK).toString());
        mounts.run("chmod", mode, at(name).toString());
    }

    private void openShare() {
        mounts.run("chmod", "777", platform.share().toString());
    }

    private static String failed(Reply reply) {
        String told = reply.body().encode();
        assertThat(reply.status()).as(told).isEqualTo(200);
        assertThat(reply.outcome("local_directory")).as(told).isEqualTo("failed");
        assertThat(reply.item("local_directory").getBoolean("retriable"))
                .as(told)
                .isFalse();
        return reply.item("local_directory").getString("message");
    }

    private static void assertDeleted(Reply reply) {
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
    }

    /** What the service says, then what it says when {@code mended} has been done. */
    private void deletedAfter(Runnable mended, java.util.function.Consumer<Reply> first) {
        try (ServiceProcess service =
                        ServiceProcess.on(platform, Map.of(), Launch.asNobody()).ready();
                Decoys decoys = Decoys.around(platform, TASK)) {
            Reply reply = service.delete(TASK).join();
            assertThat(List.of(reply.outcome("redis"), reply.outcome("minio"))).containsOnly("deleted");
            first.accept(reply);
            assertThat(failed(service.delete(TASK).join())).as("a repeat").isNotBlank();
            mended.run();
            assertDeleted(service.delete(TASK).join());
            assertThat(platform.holds(TASK)).isFalse();
            decoys.assertUnchanged();
        }
    }

    @Test
    @Tag("F02")
    void aDirectoryThatIsShutStaysAndItsSiblingsGo() {
        openShare();
        own("000", TASK + "/locked");
        deletedAfter(
                () -> mounts.run(
                        "chmod", "-R", "u+rwx", at(".tasksweep/" + TASK).toString()),
                this::assertLockedStays);
    }

    @Test
    @Tag("F02")
    void aDirectoryOfAnotherOwnerStaysAndItsSiblingsGo() {
        openShare();
        own("700", TASK + "/locked");
        mounts.run("chown", "-R", "0", at(TASK + "/locked").toString());
        deletedAfter(
                () -> mounts.run("chown", "-R", NOBODY, at(".tasksweep/" + TASK).toString()), this::assertLockedStays);
    }

    private void assertLockedStays(Reply reply) {
        assertThat(failed(reply))
                .contains(TASK + "/locked")
                .doesNotContain(platform.share().toString());
        assertThat(reply.item("local_directory").getJsonObject("details").getInteger("files"))
                .isEqualTo(2);
        assertThat(at(TASK)).doesNotExist();
    }

    /** Nothing may be made or renamed in the root: the data goes where it is, and only the empty directory cannot. */
    @Test
    @Tag("F17")
    void whereTheRootMayNotBeWrittenTheDataIsDeletedInPlace() {
        mounts.run("chmod", "755", platform.share().toString());
        own("700", TASK + "/locked");
        deletedAfter(this::openShare, reply -> {
            assertThat(failed(reply)).contains("access denied");
            assertThat(at(TASK)).isEmptyDirectory();
            assertThat(at(".tasksweep")).doesNotExist();
        });
    }

    @Test
    @Tag("F17")
    void aDirectoryThatMayNotBeRenamedOrWrittenStaysWithAllItsData() {
        openShare();
        own("555", TASK);
        mounts.run(
                "chmod",
                "555",
                at(TASK + "/locked").toString(),
                at(TASK + "/input").toString(),
                at(TASK + "/stage").toString());
        deletedAfter(() -> mounts.run("chmod", "-R", "u+w", at(TASK).toString()), reply -> {
            assertThat(failed(reply)).contains(TASK + "/locked");
            assertThat(at(TASK + "/locked/inside")).exists();
            assertThat(at(TASK + "/input/video.mp4")).exists();
            assertThat(at(".tasksweep/" + TASK))
                    .satisfiesAnyOf(
                            none -> assertThat(none).doesNotExist(),
                            empty -> assertThat(empty).isEmptyDirectory());
        });
    }
}
