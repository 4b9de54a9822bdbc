package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    private static final Path LINK = Path.of("link");
    private static final Path FILE = Path.of("file");

    @TempDir
    Path base;

    private Folder folder;

    @BeforeEach
    void open() throws IOException {
        folder = Folder.at(base).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void aLinkIsNeverEntered() throws IOException {
        Files.createDirectory(base.resolve("target"));
        Files.createSymbolicLink(base.resolve(LINK), Path.of("target"));
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> folder.open(LINK));
        assertThat(folder.isDirectory(LINK)).isFalse();
    }

    /** Whoever opens one waits until somebody writes to it, perhaps for ever. */
    @Test
    @Tag("F10")
    void aPipeIsNeverOpened() throws Exception {
        Path pipe = base.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> folder.open(Path.of("pipe")));
    }

    @Test
    void removingALinkLeavesItsTarget() throws IOException {
        Files.createFile(base.resolve(FILE));
        Files.createSymbolicLink(base.resolve(LINK), FILE);
        folder.unlink(LINK);
        assertThat(folder.attributes(LINK)).isEmpty();
        assertThat(folder.attributes(FILE)).isPresent();
    }

    @Test
    void theHandleStaysWithItsDirectoryWhateverBearsItsName() throws IOException {
        Path name = Path.of("directory");
        Files.createDirectory(base.resolve(name));
        try (Folder inner = folder.open(name)) {
            Files.createFile(base.resolve("directory/file"));
            Files.move(base.resolve(name), base.resolve("moved"));
            Files.createDirectory(base.resolve(name));
            Files.createFile(base.resolve("directory/file"));
            inner.unlink(FILE);
        }
        assertThat(base.resolve("moved/file")).doesNotExist();
        assertThat(base.resolve("directory/file")).exists();
    }

    @Test
    void namesCanBeReadAgainAndAgain() throws IOException {
        Files.createFile(base.resolve(FILE));
        assertThat(folder.isEmpty()).isFalse();
        assertThat(folder.isEmpty()).isFalse();
        folder.unlink(FILE);
        assertThat(folder.isEmpty()).isTrue();
    }

    @Test
    void aWalkEndsWhenItIsToldTo() throws IOException {
        for (int file = 0; file < 10; file++) {
            Files.createFile(base.resolve("file-" + file));
        }
        List<Path> seen = new ArrayList<>();
        folder.each(name -> {
            seen.add(name);
            return seen.size() < 3;
        });
        assertThat(seen).hasSize(3);
    }

    /**
     * Two names of one file look as they do where upper and lower case are the same; both are listed, so both are
     * there.
     */
    @Test
    void anEntryWithASecondNameIsStillFoundByBoth() throws IOException {
        Files.createFile(base.resolve("task-1"));
        Files.createLink(base.resolve("TASK-1"), base.resolve("task-1"));
        assertThat(folder.exactly(Path.of("task-1"))).isPresent();
        assertThat(folder.exactly(Path.of("TASK-1"))).isPresent();
        assertThat(folder.exactly(Path.of("Task-1"))).isEmpty();
    }

    @Test
    void whatIsNotThereIsToldApartFromWhatCannotBeRead() {
        assertThat(attempt(() -> folder.attributes(Path.of("nothing")))).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> folder.unlink(Path.of("nothing")));
    }
}
