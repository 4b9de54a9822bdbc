package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
    private final Tally tally = new Tally(Deadline.in(Duration.ofHours(1), () -> 0));

    @Test
    void oneEntryThatStaysIsNamed() {
        tally.stays("task-1/a", FailureCode.ACCESS_DENIED);
        assertThat(tally.erased().failures())
                .containsExactly(new Failure(
                        FailureCode.ACCESS_DENIED, "1 entry could not be deleted: task-1/a (access denied)."));
    }

    @Test
    void ofManyTheFirstFiveAreNamedAndAllAreCounted() {
        for (int entry = 1; entry <= 1_000; entry++) {
            tally.stays("task-1/" + entry, FailureCode.BUSY);
        }
        assertThat(tally.erased().failures())
                .containsExactly(new Failure(
                        FailureCode.BUSY,
                        "1000 entries could not be deleted, the first: task-1/1, task-1/2, task-1/3, task-1/4,"
                                + " task-1/5 (in use)."));
    }

    @Test
    void differentReasonsAreToldApart() {
        tally.stays("task-1/a", FailureCode.ACCESS_DENIED);
        tally.stays("task-1/b", FailureCode.BUSY);
        assertThat(tally.erased().failures())
                .extracting(Failure::code)
                .containsExactlyInAnyOrder(FailureCode.ACCESS_DENIED, FailureCode.BUSY);
    }

    @Test
    void aReadOnlyFileSystemEndsTheWork() {
        assertThat(tally.isOver()).isFalse();
        tally.stays("task-1/a", FailureCode.READ_ONLY);
        assertThat(tally.isOver()).isTrue();
        assertThat(tally.erased().failures())
                .containsExactly(new Failure(
                        FailureCode.READ_ONLY, "The file system is read-only; the deletion stopped at task-1/a."));
    }

    @Test
    void nothingDoneIsNothing() {
        assertThat(tally.erased()).isEqualTo(Erased.NOTHING);
    }

    @Test
    void namesAreShownWithoutWhatATerminalWouldObey() {
        assertThat(ShownName.below("task-1", Path.of("a\nb\u001b[31m"))).isEqualTo("task-1/a?b?[31m");
        assertThat(ShownName.below("task-1", Path.of("plain name.txt"))).isEqualTo("task-1/plain name.txt");
    }

    @Test
    void namesAreCut() {
        String shown = ShownName.below("task-1", Path.of("x".repeat(255)));
        assertThat(shown).hasSize(100).startsWith("task-1/xxx").endsWith("x…");
        assertThat(ShownName.below(shown, Path.of("more"))).isEqualTo(shown);
    }

    @Test
    void whatWasRemovedIsCounted(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "12345");
        Path link = Files.createSymbolicLink(directory.resolve("b"), file);
        for (Path path : List.of(file, file, link)) {
            tally.removedFile(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        }
        tally.removedDirectory();
        tally.removedDirectory();
        assertThat(tally.erased().gone().byUnit())
                .isEqualTo(Map.of(Unit.FILES, 3L, Unit.DIRECTORIES, 2L, Unit.BYTES, 10L));
    }

    @Test
    void ofManyFilesTheSizesAreReadOnlyIfTheyAreLarge(@TempDir Path directory) throws IOException {
        Path small = Files.writeString(directory.resolve("small"), "12345");
        Path large = Files.write(directory.resolve("large"), new byte[64 << 10]);
        Tally others = new Tally(Deadline.in(Duration.ofHours(1), () -> 0));
        for (int file = 0; file < 4_096; file++) {
            assertThat(tally.readsSizes()).isTrue();
            tally.removedFile(Files.readAttributes(small, BasicFileAttributes.class));
            others.removedFile(Files.readAttributes(large, BasicFileAttributes.class));
        }
        assertThat(tally.readsSizes()).isFalse();
        assertThat(others.readsSizes()).isTrue();
        assertThat(tally.erased().gone().get(Unit.BYTES)).as("all were read").isEqualTo(4_096 * 5);
    }

    @Test
    void onceOnePartHasNotReadASizeNobodyKnowsTheBytes(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "12345");
        Tally one = tally.part();
        Tally other = tally.part();
        one.removedFile();
        assertThat(other.readsSizes()).isFalse();
        other.removedFile(Files.readAttributes(file, BasicFileAttributes.class));
        tally.add(one);
        tally.add(other);
        assertThat(tally.erased().gone().byUnit()).isEqualTo(Map.of(Unit.FILES, 2L));
        assertThat(tally.erased().gone().unknown()).containsExactly(Unit.BYTES);
    }

    @Test
    void whatWentWrongIsCounted() {
        tally.stays("task-1/a", FailureCode.BUSY);
        tally.stays("task-1/b", FailureCode.BUSY);
        tally.fails(new Failure(FailureCode.IO_ERROR, "It failed."));
        assertThat(tally.failed()).isEqualTo(3);
    }

    @Test
    void aPartCountsOnceItIsAdded() {
        Tally part = tally.part();
        part.removedDirectory();
        part.stays("task-1/a", FailureCode.BUSY);
        assertThat(tally.failed()).isZero();
        assertThat(tally.entries()).isZero();
        tally.add(part);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.entries()).isEqualTo(1);
        assertThat(tally.erased()).isEqualTo(part.erased());
    }

    @Test
    void ofAllPartsTogetherFiveAreNamedAndAllAreCounted() {
        for (int number = 1; number <= 4; number++) {
            Tally part = tally.part();
            part.stays("task-1/" + number + "/a", FailureCode.BUSY);
            part.stays("task-1/" + number + "/b", FailureCode.BUSY);
            tally.add(part);
        }
        assertThat(tally.erased().failures())
                .containsExactly(new Failure(
                        FailureCode.BUSY,
                        "8 entries could not be deleted, the first: task-1/1/a, task-1/1/b, task-1/2/a, task-1/2/b,"
                                + " task-1/3/a (in use)."));
    }

    @Test
    void aReadOnlyFileSystemEndsTheWorkOfAllPartsAndIsToldOnce() {
        Tally one = tally.part();
        Tally other = tally.part();
        one.stays("task-1/a", FailureCode.READ_ONLY);
        assertThat(other.isOver()).isTrue();
        assertThat(tally.isOver()).isTrue();
        other.stays("task-1/b", FailureCode.READ_ONLY);
        tally.add(one);
        tally.add(other);
        assertThat(tally.erased().failures())
                .containsExactly(new Failure(
                        FailureCode.READ_ONLY, "The file system is read-only; the deletion stopped at task-1/a."));
    }

    @Test
    void aPartThatIsOutOfTimeMakesTheWholeLate() {
        AtomicLong clock = new AtomicLong();
        Tally whole = new Tally(Deadline.in(Duration.ofNanos(1), clock::get));
        Tally part = whole.part();
        clock.set(1);
        assertThat(part.isOver()).isTrue();
        whole.add(part);
        assertThat(whole.erased().failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
    }

    @Test
    void theEndOfTimeIsAFailure() {
        Tally late = new Tally(Deadline.in(Duration.ZERO, () -> 0));
        assertThat(late.isOver()).isTrue();
        assertThat(late.erased().failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
    }
}
