package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.attempt;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * F05: what is mounted inside belongs to somebody else. Mounting needs privileges, so the table of mounts is told
 * here.
 */
@Tag("F05")
class MountsInsideTest {
    @RegisterExtension
    final TestingShare share = new TestingShare();

    @BeforeEach
    void seed() {
        share.file("task-1/mounted/data", "of somebody else");
        share.file("task-1/own", "content");
    }

    private MountTable at(String name) {
        return new MountTable(List.of("/", attempt(() -> share.root().toRealPath()) + "/" + name));
    }

    private void assertRefusedAndUnchanged() {
        SortedMap<String, String> before = share.snapshot();
        Erased erased = share.erase();
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.MOUNT_INSIDE);
        assertThat(erased.gone().isEmpty()).isTrue();
        SortedMap<String, String> after = share.snapshot();
        after.remove("share/.tasksweep/task-1/");
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-1", "task-1/mounted", ".tasksweep/task-1/earlier/mounted"})
    void aMountIsSeenBeforeAnythingMoves(String point) {
        share.mounts(() -> at(point));
        assertRefusedAndUnchanged();
        assertThat(share.exists(".tasksweep")).isFalse();
    }

    @Test
    void aMountThatComesWithTheMoveIsSeenAndTheDirectoryIsGivenBack() {
        share.mounts(() -> at(share.exists("task-1") ? "elsewhere" : ".tasksweep/task-1/now/mounted"));
        assertRefusedAndUnchanged();
    }

    @Test
    void aMountNextToTheDirectoryIsNoneOfItsBusiness() {
        share.mounts(() -> at("task-10/mounted"));
        share.eraseAll();
    }

    @Test
    void whereMountsCannotBeToldNothingIsDeleted() {
        share.mounts(() -> {
            throw new IOException("no table");
        });
        SortedMap<String, String> before = share.snapshot();
        assertThat(share.erase().failures()).extracting(Failure::code).containsExactly(FailureCode.IO_ERROR);
        assertThat(share.snapshot()).isEqualTo(before);
        assertThat(share.store().explain(failureOf(share.store().check())).code())
                .isEqualTo(FailureCode.IO_ERROR);
    }
}
