package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What file systems do that few machines have. Where this one has them, the tests tagged {@code root} use the real ones. */
class OtherFileSystemsTest {
    private static final Path TASK = Path.of("task-1");

    @RegisterExtension
    final TestingShare share = TestingShare.withNeighbour();

    /** An open file that is removed on NFS lives on under such a name, which cannot be removed before it is closed. */
    @Test
    @Tag("F15")
    void aFileThatIsStillOpenOnNfsIsInUseUntilItIsClosed() {
        AtomicBoolean open = new AtomicBoolean(true);
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) throws IOException {
                if (open.get() && name.toString().startsWith(".nfs")) {
                    throw new FileSystemException(name.toString(), null, "Device or resource busy");
                }
            }
        });
        share.file("task-1/a/.nfs0000000001a2b3c4", "still read by somebody");
        share.file("task-1/a/closed", "content");
        Erased erased = share.erase();
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.BUSY);
        assertThat(erased.failures()).allMatch(Failure::retriable);
        assertThat(erased.failures().get(0).message()).contains("task-1/a/.nfs");
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(1);
        assertThat(share.survey().isEmpty()).isFalse();
        open.set(false);
        share.eraseAll();
    }

    /** Nothing of the task can be renamed; what is not, can be. */
    private void refuseToRename(IOException refusal) {
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) throws IOException {
                if (name.equals(TASK) && share.exists("task-1/file")) {
                    throw refusal;
                }
            }
        });
    }

    @Test
    @Tag("F17")
    void fromOneDeviceToAnotherNothingIsRenamedAndTheDirectoryIsDeletedInPlace() {
        refuseToRename(new AtomicMoveNotSupportedException("task-1", "d-1", "Invalid cross-device link"));
        SortedMap<String, String> before = share.snapshot();
        share.file("task-1/file", "content");
        share.file("task-1/a/b/c", "content");
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(2);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    @Tag("F17")
    void whereRenamingIsDeniedTheDirectoryIsDeletedInPlace() {
        refuseToRename(new AccessDeniedException("task-1"));
        SortedMap<String, String> before = share.snapshot();
        share.file("task-1/file", "content");
        share.eraseAll();
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    @Tag("F18")
    void whereCaseIsFoldedATaskIsOnlyFoundByItsOwnName() throws IOException {
        share.file("TASK-1/kept", "of another task");
        share.behaves(folding());
        SortedMap<String, String> before = share.snapshot();
        try (Folder root = OddHandle.on(share.root(), folding())) {
            assertThat(root.attributes(TASK)).as("the file system answers").isPresent();
        }
        assertThat(share.survey().isEmpty()).isTrue();
        assertThat(share.erase()).isEqualTo(Erased.NOTHING);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    private static OddHandle.Quirk folding() {
        return new OddHandle.Quirk() {
            @Override
            public Path answering(SecureDirectoryStream<Path> directory, Path name) throws IOException {
                return folded(directory, name);
            }
        };
    }

    private static Path folded(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try (DirectoryStream<Path> entries = directory.newDirectoryStream(Path.of("."))) {
            for (Path entry : entries) {
                Path there = entry.getFileName();
                if (there != null && there.toString().equalsIgnoreCase(name.toString())) {
                    return there;
                }
            }
        }
        return name;
    }
}
