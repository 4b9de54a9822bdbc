package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trees that are deep or wide, and deletions that run out of time. */
class TreeEraserTest {
    private static final int LEVELS = 3_000;

    @RegisterExtension
    final TestingShare share = new TestingShare();

    /** Built from the bottom, each directory around the last: no path could name the lowest one. */
    private void nest(String name, int levels) {
        Path around = share.at("around");
        share.file("inner/file", "at the bottom");
        for (int level = 1; level < levels; level++) {
            share.directory(around);
            attempt(() -> Files.move(share.at("inner"), around.resolve("d")));
            attempt(() -> Files.move(around, share.at("inner")));
        }
        attempt(() -> Files.move(share.at("inner"), share.at(name)));
    }

    @Tag("F12")
    @Test
    void aTreeOfAnyDepthGoes() {
        nest("task-1", LEVELS);
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(LEVELS);
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(1);
    }

    @Test
    void aDeepTreeGoesInPlaceToo() {
        share.file(".tasksweep-task-1/foreign", "keeps the quarantine from being made");
        nest("task-1", 300);
        assertThat(share.eraseAll().gone().get(Unit.DIRECTORIES)).isEqualTo(300);
    }

    @Test
    void manyDeepBranchesGo() {
        for (int branch = 0; branch < 8; branch++) {
            share.directory("task-1/" + "b" + branch + "/d".repeat(100));
        }
        assertThat(share.eraseAll().gone().get(Unit.DIRECTORIES)).isEqualTo(1 + 8 * 101);
    }

    @Tag("F13")
    @Test
    void aWideDirectoryGoes() {
        share.directory("task-1/wide");
        share.shell("cd task-1/wide; seq 5000 | xargs touch");
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(5_000);
    }

    @Tag("F07")
    @Tag("F13")
    @Test
    void amongManySmallFilesDirectoriesAndLinksGoToo() {
        share.directory("task-1/wide");
        share.shell("cd task-1/wide; seq 6000 | xargs touch; for d in $(seq 50); do mkdir d$d; echo x > d$d/file;"
                + " ln -s ../../../../outside l$d; done");
        AtomicInteger looks = new AtomicInteger();
        share.behaves(new OddHandle.Quirk() {
            @Override
            public Path answering(SecureDirectoryStream<Path> directory, Path name) {
                looks.incrementAndGet();
                return name;
            }
        });

        Erased erased = share.eraseAll();

        assertThat(erased.gone().byUnit()).isEqualTo(Map.of(Unit.FILES, 6_100L, Unit.DIRECTORIES, 52L));
        assertThat(looks).hasValueLessThan(5_000);
        assertThat(share.outside().resolve("precious")).exists();
    }

    @Tag("F13")
    @Test
    void whatStaysAmongManySmallFilesIsCountedAndNamed() {
        share.directory("task-1/wide");
        share.shell("cd task-1/wide; seq 6000 | xargs touch; for d in $(seq 40); do touch denied$d; done");
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) throws IOException {
                if (name.toString().startsWith("denied")) {
                    throw new AccessDeniedException(name.toString());
                }
            }
        });

        Erased erased = share.erase();

        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(6_000);
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.ACCESS_DENIED);
        assertThat(erased.failures().get(0).message()).startsWith("40 entries").contains("task-1/wide/denied");
    }

    @Tag("F12")
    @Tag("F13")
    @Test
    void outOfTimeItStopsAndEachRepeatLeavesLess() {
        share.directory("task-1/wide");
        share.shell("cd task-1/wide; seq 1000 | xargs touch");
        long gone = 0;
        int rounds = 0;
        Erased erased;
        do {
            erased = share.erase(asking(300));
            gone += erased.gone().get(Unit.FILES);
            rounds++;
            assertThat(share.survey().isEmpty()).isEqualTo(erased.failures().isEmpty());
        } while (!erased.failures().isEmpty() && rounds < 10);
        assertThat(rounds).isBetween(3, 9);
        assertThat(gone).isEqualTo(1_000);
    }

    @Test
    void outOfTimeIsATimeoutWithTheCountsSoFar() {
        nest("task-1", 200);
        Erased erased = share.erase(asking(300));
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isPositive();
        share.eraseAll();
    }

    @Test
    void outOfTimeBeforeTheStartNothingIsMoved() {
        share.file("task-1/file", "content");
        assertThat(share.erase(asking(0)).failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
        assertThat(share.exists("task-1/file")).isTrue();
    }

    /** A time that goes by with each question, so that a test waits for nothing. */
    private static Deadline asking(long questions) {
        AtomicLong clock = new AtomicLong();
        return new Deadline(clock::incrementAndGet, questions + 1);
    }
}
