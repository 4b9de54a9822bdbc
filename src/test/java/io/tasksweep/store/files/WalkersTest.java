package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.NEIGHBOUR;
import static io.tasksweep.store.files.TestingShare.TASK;
import static io.tasksweep.store.files.TestingShare.WALKERS;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trees that several walkers remove together. */
class WalkersTest {
    private static final int DIRECTORIES = 40;
    private static final int FILES = 25;

    @RegisterExtension
    final TestingShare share = TestingShare.withNeighbour();

    /** Files of ten bytes. */
    private void seed() {
        share.directory("task-1");
        share.shell("cd task-1; for d in $(seq " + DIRECTORIES + "); do mkdir $d; for f in $(seq " + FILES
                + "); do printf 0123456789 > $d/$f; done; done");
    }

    @Test
    void togetherTheyCountWhatOneWouldHaveCounted() {
        SortedMap<String, String> before = share.snapshot();
        share.behaves(new Crowd(2));
        seed();
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(DIRECTORIES * FILES);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(DIRECTORIES + 1);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(DIRECTORIES * FILES * 10);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    /** One of them alone comes to so many that nobody reads a size any more, whoever is at work. */
    @Test
    @Tag("F13")
    void ofManySmallFilesTheyCountNoBytes() {
        SortedMap<String, String> before = share.snapshot();
        share.behaves(new Crowd(2));
        seed();
        share.shell(
                "cd task-1/1; seq 5000 | sed s/^/more/ | xargs touch; cd ../2; seq 5000 | sed s/^/more/ | xargs touch");
        Erased erased = share.eraseAll();
        assertThat(erased.gone().byUnit())
                .isEqualTo(Map.of(Unit.FILES, DIRECTORIES * FILES + 10_000L, Unit.DIRECTORIES, (long) DIRECTORIES + 1));
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    void whatStaysInSeveralDirectoriesIsCountedAndNamedAndTheRestGoes() {
        seed();
        share.shell("cd task-1; for d in $(seq 7); do touch $d/used; done; for d in 8 9; do touch $d/denied; done");
        share.behaves(new Crowd(2) {
            @Override
            public void beforeChange(Path name) throws IOException {
                super.beforeChange(name);
                if (name.endsWith("used")) {
                    throw new FileSystemException("used", null, "Device or resource busy");
                } else if (name.endsWith("denied")) {
                    throw new AccessDeniedException("denied");
                }
            }
        });
        Erased erased = share.erase();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(DIRECTORIES * FILES);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(DIRECTORIES - 9);
        assertThat(erased.failures()).hasSize(2);
        assertThat(message(erased, FailureCode.BUSY))
                .matches(
                        "7 entries could not be deleted, the first: task-1/\\d/used(, task-1/\\d/used){4} \\(in use\\)\\.");
        assertThat(message(erased, FailureCode.ACCESS_DENIED))
                .startsWith("2 entries")
                .contains("task-1/8/denied", "task-1/9/denied");
        share.behaves(new Crowd(1));
        assertThat(share.eraseAll().gone().get(Unit.DIRECTORIES)).isEqualTo(10);
    }

    private static String message(Erased erased, FailureCode code) {
        return erased.failures().stream()
                .filter(failure -> failure.code() == code)
                .map(Failure::message)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReadOnlyFileSystemStopsAllOfThem() {
        seed();
        AtomicInteger tries = new AtomicInteger();
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) throws IOException {
                if (!name.toString().contains("task-1")) {
                    tries.incrementAndGet();
                    throw new FileSystemException(name.toString(), null, "Read-only file system");
                }
            }
        });
        Erased erased = share.erase();
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.READ_ONLY);
        assertThat(erased.failures().get(0).message()).doesNotContain(",");
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(tries.get())
                .as("at most one entry of each, which it may try twice: blindly, and after a look")
                .isBetween(1, 2 * (1 + WALKERS));
    }

    /** What one round has removed without counting it would be missing in the end. */
    @Test
    void outOfTimeAllOfThemStopAndEveryEntryIsCountedOnce() {
        seed();
        long files = 0;
        long directories = 0;
        int rounds = 0;
        Erased erased;
        do {
            AtomicLong clock = new AtomicLong();
            erased = share.erase(new Deadline(clock::incrementAndGet, 250));
            assertThat(erased.failures()).allMatch(failure -> failure.code() == FailureCode.TIMEOUT);
            files += erased.gone().get(Unit.FILES);
            directories += erased.gone().get(Unit.DIRECTORIES);
        } while (!erased.failures().isEmpty() && ++rounds < 100);
        assertThat(rounds).isBetween(3, 20);
        assertThat(files).isEqualTo(DIRECTORIES * FILES);
        assertThat(directories).isEqualTo(DIRECTORIES + 1);
        assertThat(share.survey().isEmpty()).isTrue();
    }

    /** A directory takes two descriptors. One walker opens 16 levels; those that help begin below the first. */
    @Tag("F12")
    @Test
    void eachOpensNoMoreLevelsThanOneAlone() {
        for (int branch = 0; branch < 20; branch++) {
            share.directory("task-1/b" + branch + "/d".repeat(100));
        }
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        share.behaves(new Crowd(2) {
            @Override
            public void beforeChange(Path name) {} // one thread at a time moves what is too deep

            @Override
            public void beforeOpening(Path name) throws IOException {
                if (name.endsWith("d")) {
                    super.beforeChange(name);
                }
            }

            @Override
            public void open(int more) {
                most.accumulateAndGet(open.addAndGet(more), Math::max);
            }
        });
        assertThat(share.eraseAll().gone().get(Unit.DIRECTORIES)).isEqualTo(1 + 20 * 101);
        int root = 4; // the root, the service's directory, the task's in it, and that once more for its names
        assertThat(most.get()).isBetween(16, root + 16 + WALKERS * 15);
        assertThat(open.get()).isZero();
    }

    @Test
    void aDeletionThatFindsThemAllHangingGoesOnAlone() {
        seed();
        share.shell("mkdir task-10/a; touch task-10/a/file");
        CountDownLatch thaw = new CountDownLatch(1);
        CountDownLatch frozen = new CountDownLatch(1 + WALKERS);
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeChange(Path name) {
                if (name.toString().matches("\\d+")) {
                    frozen.countDown();
                    Crowd.wait(thaw);
                }
            }
        });
        Future<Erased> hanging = share.erasing(TASK, TestingShare.inTime());
        assertThat(Crowd.wait(frozen)).isTrue();
        assertThat(await(share.erasing(NEIGHBOUR, TestingShare.inTime())).gone().get(Unit.FILES))
                .isEqualTo(2);
        assertThat(hanging.isComplete()).isFalse();
        thaw.countDown();
        assertThat(await(hanging).gone().get(Unit.FILES)).isEqualTo(DIRECTORIES * FILES);
    }

    @Test
    void onceTheStoreIsClosedADeletionGoesOnAlone() {
        seed();
        share.store().close();
        Crowd crowd = new Crowd(1);
        share.behaves(crowd);
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(DIRECTORIES * FILES);
        assertThat(crowd.size()).isEqualTo(1);
    }

    @Test
    void aBugInOneOfThemFailsTheDeletionAndARepeatFinishesIt() {
        seed();
        share.behaves(new Crowd(2) {
            @Override
            public void beforeChange(Path name) throws IOException {
                super.beforeChange(name);
                if (Thread.currentThread().getName().startsWith("tasksweep-walker")) {
                    throw new IllegalStateException("a bug");
                }
            }
        });
        assertThat(failureOf(share.erasing(TASK, TestingShare.inTime()))).hasRootCauseMessage("a bug");
        share.behaves(new Crowd(1));
        share.eraseAll();
    }

    @Test
    void aSmallTreeIsRemovedWithoutHelp() {
        Crowd crowd = new Crowd(1);
        share.shell("for d in 1 2 3 4 5; do mkdir -p task-1/$d/a; touch task-1/$d/a/1 task-1/$d/2; done");
        try (TestingShare usual = share.walkedBy(new Walkers(WALKERS))) {
            usual.behaves(crowd);
            assertThat(usual.eraseAll().gone().get(Unit.FILES)).isEqualTo(10);
        }
        assertThat(crowd.size()).isEqualTo(1);
    }

    @Test
    void largeFilesOfOneDirectoryAreSharedToo() {
        share.directory("task-1");
        share.shell("cd task-1; for f in 1 2 3 4 5 6 7 8; do truncate -s 5M $f; done");
        try (TestingShare usual = share.walkedBy(new Walkers(WALKERS))) {
            usual.behaves(new Crowd(2));
            Erased erased = usual.eraseAll();
            assertThat(erased.gone().get(Unit.FILES)).isEqualTo(8);
            assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(8 * 5L * 1024 * 1024);
        }
    }
}
