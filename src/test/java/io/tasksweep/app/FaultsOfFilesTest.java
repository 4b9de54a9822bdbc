package io.tasksweep.app;

import static io.tasksweep.testing.FailingShare.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FailingShare;
import io.tasksweep.testing.TestingService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the whole service says of a share that fails, as far as it takes no privilege. Details are tested with the store. */
class FaultsOfFilesTest {
    private static final Map<String, Object> SHORT = Map.of("stores.timeout", "2s", "deletion.timeout", "6s");
    private static final String MARKER = ".this-is-the-share";

    @Test
    @Tag("F01")
    void aRootThatIsMovedAwayIsAnOutageAndNoTaskIsUnknownMeanwhile() throws IOException {
        try (FailingShare failing = FailingShare.start(SHORT)) {
            Path root = failing.platform().share();
            Path elsewhere = root.resolveSibling(root.getFileName() + "-moved");
            Files.move(root, elsewhere);
            failing.assertOnlyFilesFailed(failing.delete(), true);
            assertThat(failing.receipt().getJsonArray("outstanding")).containsExactly("local_directory");
            failing.assertStillFailed(true);
            Reply unknown = failing.service().delete("task-2", false);
            assertThat(unknown.status()).as("never 404").isEqualTo(200);
            assertThat(unknown.outcome("local_directory")).isEqualTo("failed");
            Files.createDirectory(root);
            failing.assertStillFailed(true);
            Files.delete(root);
            Files.move(elsewhere, root);
            failing.assertRepeatEndsIt();
        }
    }

    @Test
    @Tag("F01")
    void aShareWithoutItsMarkerBeforeTheStartIsAnOutageUntilItIsMounted() {
        try (FailingShare failing =
                FailingShare.start(Map.of("files.marker", MARKER, "stores.timeout", "2s", "deletion.timeout", "6s"))) {
            failing.assertOnlyFilesFailed(failing.delete(), true);
            failing.platform().file(MARKER, "");
            assertThat(failing.service().delete(TASK, false).body().getString("status"))
                    .isEqualTo("success");
            failing.at(MARKER).toFile().delete();
            failing.assertStillFailed(true);
        }
    }

    @Test
    @Tag("F06")
    void aLinkToANeighbourInPlaceOfTheDirectoryIsLeftToItsOwner() throws IOException {
        try (FailingShare failing = FailingShare.start(SHORT)) {
            Path aside = failing.at("aside");
            Files.move(failing.at(TASK), aside);
            Files.createSymbolicLink(failing.at(TASK), Path.of("task-10"));
            failing.assertOnlyFilesFailed(failing.delete(), false);
            failing.assertStillFailed(false);
            assertThat(Files.readSymbolicLink(failing.at(TASK))).isEqualTo(Path.of("task-10"));
            Files.delete(failing.at(TASK));
            Files.move(aside, failing.at(TASK), LinkOption.NOFOLLOW_LINKS);
            failing.assertRepeatEndsIt();
        }
    }
}
