package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.nio.file.Files;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits in the quarantine is data of the task; what has been planted there is not ours to touch. */
class QuarantineTest {
    @RegisterExtension
    final TestingShare share = new TestingShare();

    @Tag("F03")
    @Test
    void whatAnEarlierDeletionHasLeftIsEvidenceAndGoes() {
        share.file(".tasksweep/task-1/earlier/a/file", "left over");
        assertThat(share.survey().isEmpty()).isFalse();
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(1);
    }

    @Test
    void whatAnEarlierDeletionHasLeftGoesTogetherWithNewData() {
        share.file(".tasksweep/task-1/earlier/file", "left over");
        share.file(".tasksweep/task-1/stray", "left over");
        share.file("task-1/file", "new");
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(3);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(2);
    }

    @Test
    void leftOversOfANeighbourStay() {
        share.file(".tasksweep/task-10/earlier/file", "of the neighbour");
        share.file("task-1/file", "new");
        share.eraseAll();
        assertThat(share.exists(".tasksweep/task-10/earlier/file")).isTrue();
    }

    @Test
    void anEmptyQuarantineThatACrashLeftGoesWithTheNextDeletionAndIsNoMerit() {
        share.directory(".tasksweep/task-1");
        assertThat(share.survey().isEmpty()).isFalse();
        assertThat(share.eraseAll().gone().isEmpty()).isTrue();
        assertThat(share.exists(".tasksweep/task-1")).isFalse();
        assertThat(share.survey().isEmpty()).isTrue();
    }

    @Test
    void othersCannotReadWhatWaitsThere() {
        share.file("task-1/file", "secret");
        share.eraseAll();
        assertThat(attempt(() -> Files.getPosixFilePermissions(share.at(".tasksweep"))))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {".tasksweep", ".tasksweep/task-1"})
    void aLinkInItsPlaceIsRefusedAndNothingIsChangedAnywhere(String planted) {
        share.file("task-1/file", "content");
        share.link(planted, share.outside());
        SortedMap<String, String> before = share.snapshot();
        Erased erased = share.erase();
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.OUTSIDE_ROOT);
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(share.snapshot()).isEqualTo(before);
        Failure look = share.store().explain(failureOf(share.store().survey(TestingShare.TASK)));
        assertThat(look.code()).isEqualTo(FailureCode.OUTSIDE_ROOT);
    }

    /** Nothing can be renamed into it, so the directory is deleted where it is. */
    @Tag("F16")
    @Tag("F17")
    @Test
    void withoutAQuarantineTheDirectoryIsDeletedInPlace() {
        share.file(".tasksweep-task-1/foreign", "keeps the quarantine from being made");
        SortedMap<String, String> before = share.snapshot();
        share.file("task-1/a/b/c", "content");
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(3);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    void whatACrashHasLeftOfMakingTheQuarantineIsUsed() {
        SortedMap<String, String> before = share.snapshot();
        share.directory(".tasksweep-task-1");
        share.file("task-1/file", "content");
        share.eraseAll();
        assertThat(share.snapshot()).isEqualTo(before);
    }
}
