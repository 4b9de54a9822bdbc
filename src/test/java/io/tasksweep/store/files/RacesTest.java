package io.tasksweep.store.files;

import static io.tasksweep.store.files.Meddler.attemptAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deletions while somebody else changes the same directory. */
class RacesTest {
    static final int ROUNDS = 300;

    private static final Path LINK = Path.of("link");
    private static final Path VICTIM = Path.of("victim");

    @RegisterExtension
    final TestingShare share = new TestingShare();

    /** The swapper holds a handle and goes on in the quarantine; outside are files of the very same names. */
    @Tag("F08")
    @Tag("I01")
    @Test
    void aDirectoryThatIsSwappedForALinkLeadsNowhere() throws IOException {
        swappedFor(name -> Files.createSymbolicLink(name, share.outside()));
    }

    /** Whoever opens a pipe for reading waits until somebody writes to it. */
    @Tag("F10")
    @Test
    void aDirectoryThatIsSwappedForAPipeHoldsNobodyUp() throws IOException {
        share.shell("mkfifo pipe");
        swappedFor(name -> Files.createLink(name, share.at("pipe")));
    }

    /** Makes what comes in the directory's place. */
    private interface Making {
        void at(Path name) throws IOException;
    }

    private void swappedFor(Making other) throws IOException {
        seedFiles("../outside/");
        SortedMap<String, String> before = share.snapshot();
        AtomicLong swaps = new AtomicLong();
        int rounds = 0;
        share.directory("stash");
        try (SecureDirectoryStream<Path> stash = Meddler.handle(share.at("stash"))) {
            Deadline end = Deadline.in(longest(), System::nanoTime);
            for (; rounds < ROUNDS && !end.passed(); rounds++) {
                seedFiles("task-1/x/victim/");
                Meddler.during(this::erase, share.at("task-1/x"), inside -> swap(inside, stash, other, swaps));
                share.eraseAll();
            }
        }
        share.shell("rm -r stash");
        assertThat(share.snapshot()).isEqualTo(before);
        assertThat(swaps.get()).isGreaterThan(100);
        rounds(rounds);
    }

    private void erase() {
        assertThat(share.erase().failures()).allMatch(Failure::retriable);
    }

    /** How many there were in that time. */
    void rounds(int made) {
        assertThat(made).isPositive();
    }

    /** For how long the swapping goes on at most. */
    Duration longest() {
        return Duration.ofSeconds(5);
    }

    private void seedFiles(String directory) {
        share.directory(directory);
        for (int file = 0; file < 20; file++) {
            share.file(directory + file, "content");
        }
    }

    private void swap(
            SecureDirectoryStream<Path> inside, SecureDirectoryStream<Path> stash, Making other, AtomicLong swaps)
            throws IOException {
        if (!share.exists("stash/link")) {
            other.at(share.at("stash/link"));
        }
        attemptAt(inside, there -> there.move(VICTIM, stash, VICTIM));
        if (attemptAt(stash, there -> there.move(LINK, inside, VICTIM))) {
            swaps.incrementAndGet();
        }
        attemptAt(inside, there -> there.move(VICTIM, stash, LINK));
        attemptAt(stash, there -> there.move(VICTIM, inside, VICTIM));
    }

    /** What comes back at the old path is another look's to find; what was taken away is gone. */
    @Tag("F14")
    @Test
    void aWriterThatMakesThePathAgainIsCaughtByARepeat() {
        AtomicLong files = new AtomicLong();
        for (int round = 0; round < 60; round++) {
            share.file("task-1/a/first", "content");
            Meddler.during(this::erase, share.root(), ignored -> {
                Path deep = Files.createDirectories(share.at("task-1/a/b"));
                Files.writeString(deep.resolve("late-" + files), "late");
                files.incrementAndGet();
            });
            share.eraseAll();
        }
        assertThat(files.get()).isPositive();
    }

    /**
     * Whoever holds a handle can fill what is being deleted: the deletion ends all the same, and a repeat finishes
     * it.
     */
    @Tag("F14")
    @Test
    void aWriterInsideTheQuarantineDoesNotHoldTheDeletionForEver() {
        SortedMap<String, String> before = share.snapshot();
        AtomicLong moves = new AtomicLong();
        for (int round = 0; round < 30; round++) {
            share.directory("task-1/x");
            share.directory("task-1/y");
            share.shell("cd task-1/y; seq 20 | xargs mkdir");
            Meddler.during(this::erase, share.at("task-1"), inside -> {
                for (int name = 1; name <= 20; name++) {
                    inside.move(Path.of("y/" + name), inside, Path.of("x/" + name));
                    moves.incrementAndGet();
                }
            });
            share.eraseAll();
        }
        assertThat(moves.get()).isPositive();
        assertThat(share.snapshot()).isEqualTo(before);
    }
}
