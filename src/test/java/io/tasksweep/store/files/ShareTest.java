package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.TASK;
import static io.tasksweep.store.files.TestingShare.attempt;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A share that is not there is an outage, and never a share without data. */
class ShareTest {
    @RegisterExtension
    final TestingShare share = new TestingShare();

    @BeforeEach
    void seed() {
        share.file("task-1/input", "content");
    }

    private List<Future<?>> allOperations(DirectoryStore store) {
        Deletion deletion = new Deletion(TASK, "d-1", Deadline.in(Duration.ofSeconds(20), System::nanoTime));
        return List.of(store.check(), store.survey(TASK), store.erase(deletion, Evidence.of(Unit.DIRECTORIES, 1)));
    }

    private void assertUnavailable(DirectoryStore store) {
        for (Future<?> operation : allOperations(store)) {
            Failure failure = store.explain(failureOf(operation));
            assertThat(failure.code()).isEqualTo(FailureCode.SHARE_UNAVAILABLE);
            assertThat(failure.retriable()).isTrue();
            assertThat(failure.message())
                    .doesNotContain(share.base().toString())
                    .doesNotContain("share/");
        }
    }

    private void moveTheRootAway() {
        attempt(() -> Files.move(share.root(), share.base().resolve("elsewhere")));
    }

    @Test
    void aShareThatIsThereIsHealthy() {
        assertThat(await(share.store().check().map(true))).isTrue();
        assertThat(share.exists(".tasksweep")).isFalse();
    }

    @Tag("F01")
    @Test
    void aMissingRootIsAnOutageAndEndsWhenItComesBack() {
        moveTheRootAway();
        assertUnavailable(share.store());
        attempt(() -> Files.move(share.base().resolve("elsewhere"), share.root()));
        share.eraseAll();
    }

    @Tag("F01")
    @Test
    void aFileInPlaceOfTheRootIsAnOutage() {
        moveTheRootAway();
        attempt(() -> Files.writeString(share.root(), "no directory"));
        assertUnavailable(share.store());
    }

    @Tag("F01")
    @Test
    void aLinkThatLeadsToItselfInPlaceOfTheRootIsAnOutage() {
        moveTheRootAway();
        attempt(() -> Files.createSymbolicLink(share.root(), Path.of("share")));
        assertUnavailable(share.store());
    }

    @Tag("F01")
    @Test
    void aPipeInPlaceOfTheRootIsAnOutageAndNobodyWaitsForItsWriter() {
        share.shell("mkfifo ../pipe");
        moveTheRootAway();
        attempt(() -> Files.move(share.base().resolve("pipe"), share.root()));
        assertUnavailable(share.store());
    }

    @Tag("F01")
    @Test
    void anEmptyDirectoryInPlaceOfTheRootIsAnOutage() {
        share.survey();
        moveTheRootAway();
        share.directory(share.root());
        assertUnavailable(share.store());
    }

    @Tag("F01")
    @Test
    void aRootWithoutItsMarkerIsAnOutage() {
        try (TestingShare marked = share.marked(".this-is-the-share")) {
            assertUnavailable(marked.store());
            marked.file(".this-is-the-share", "");
            assertThat(marked.survey().isEmpty()).isFalse();
        }
    }

    @Test
    void aRootThatIsMountedAnewIsKnownByItsMarker() {
        try (TestingShare marked = share.marked(".this-is-the-share")) {
            marked.file(".this-is-the-share", "");
            marked.survey();
            moveTheRootAway();
            marked.file(".this-is-the-share", "");
            marked.file("task-1/input", "content");
            marked.eraseAll();
        }
    }

    @Test
    void aRootBehindALinkIsFollowed() {
        moveTheRootAway();
        attempt(() -> Files.createSymbolicLink(share.root(), share.base().resolve("elsewhere")));
        share.eraseAll();
    }
}
