package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.NEIGHBOUR;
import static io.tasksweep.store.files.TestingShare.TASK;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Leftovers.Leftover;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("F61")
class DirectoryLeftoversTest {
    private static final String FIRST = "0b5c7c0e-6f0a-4c57-9f0e-3f1d5a0c9a11";
    private static final String SECOND = "7a1f9a52-3f6e-4c0f-8d0b-5c1f7f4b2c20.1";
    private static final String LEFT = ".tasksweep/task-1/" + FIRST;

    @RegisterExtension
    final TestingShare share = new TestingShare();

    private List<Leftover> find() {
        return await(share.store().leftovers().find());
    }

    private Erased remove(Leftover leftover) {
        return await(share.store().leftovers().remove(leftover, Deadline.in(Duration.ofSeconds(20), System::nanoTime)));
    }

    @Test
    void aShareWithoutAQuarantineHasNothingLeft() {
        share.file("task-1/file", "content");
        assertThat(find()).isEmpty();
    }

    /** What a request must judge stays, however much of that there is, and must not keep the rest from being found. */
    @Test
    void whatHasToStayHidesNothingElse() {
        share.shell("mkdir .tasksweep; cd .tasksweep; seq -f room-%g/.unconfirmed 1100 | xargs mkdir -p");
        share.shell("cd .tasksweep; seq -f left-%g/" + FIRST + " 30 | xargs mkdir -p");
        assertThat(find()).hasSize(30);
    }

    @Test
    void exactlyWhatWasFoundIsRemovedAndTheTaskThatIsThereNowIsNot() {
        share.file(LEFT + "/a/b/file", "left");
        share.file(".tasksweep/task-10/" + FIRST + "/file", "of the neighbour");
        share.file("task-1/file", "of a new task");
        share.file(NEIGHBOUR + "/file", "of the neighbour");
        List<Leftover> found = find();
        assertThat(found)
                .containsExactlyInAnyOrder(new Leftover(TASK, List.of(FIRST)), new Leftover(NEIGHBOUR, List.of(FIRST)));
        share.file(".tasksweep/task-1/" + SECOND + "/file", "moved there since");
        SortedMap<String, String> before = share.snapshot();
        before.keySet().removeIf(name -> name.startsWith("share/" + LEFT));
        before.remove("share/.tasksweep/task-1/");
        Erased erased = remove(new Leftover(TASK, List.of(FIRST)));
        assertThat(erased.failures()).isEmpty();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(1);
        SortedMap<String, String> after = share.snapshot();
        after.remove("share/.tasksweep/task-1/");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void anEmptyPlaceIsRemovedToo() {
        share.directory(".tasksweep/task-1");
        share.directory(".tasksweep/task-10/" + FIRST);
        find().forEach(this::remove);
        assertThat(share.at(".tasksweep")).isEmptyDirectory();
        assertThat(find()).isEmpty();
    }

    @Test
    void namesThatNoDeletionHasMadeAreLeftAlone() {
        share.directory(".tasksweep/-no-task/" + FIRST);
        share.file(".tasksweep/task-1/-no-deletion/file", "planted");
        share.file(".tasksweep/task-10/notes.txt", "put there by a person");
        SortedMap<String, String> before = share.snapshot();
        assertThat(find()).isEmpty();
        assertThat(share.snapshot()).isEqualTo(before);
    }

    /** Each is told of when it is its turn to be removed, and stays. */
    @Test
    void whatCannotBeReadKeepsNoOtherFromBeingFound() {
        share.file(LEFT + "/file", "left");
        share.file(".tasksweep/README", "of somebody else");
        share.link(".tasksweep/link", share.outside());
        share.file(".tasksweep/task-10/" + FIRST + "/file", "cannot be opened");
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeOpening(Path name) throws IOException {
                if (name.toString().equals(NEIGHBOUR.value())) {
                    throw new FileSystemException(name.toString(), null, "Stale file handle");
                }
            }
        });
        Map<String, List<FailureCode>> told =
                find().stream().collect(Collectors.toMap(left -> left.taskId().value(), left -> codes(remove(left))));
        assertThat(told)
                .isEqualTo(Map.of(
                        "task-1", List.of(),
                        "README", List.of(FailureCode.OUTSIDE_ROOT),
                        "link", List.of(FailureCode.OUTSIDE_ROOT),
                        "task-10", List.of(FailureCode.SHARE_UNAVAILABLE)));
        assertThat(share.exists(".tasksweep/task-1")).isFalse();
        assertThat(share.exists(".tasksweep/README")).isTrue();
        assertThat(share.exists(".tasksweep/link")).isTrue();
        assertThat(share.exists(".tasksweep/task-10/" + FIRST + "/file")).isTrue();
    }

    private static List<FailureCode> codes(Erased erased) {
        return erased.failures().stream().map(Failure::code).toList();
    }

    @Test
    void whatIsMountedInsideKeepsAllOfIt() {
        share.file(LEFT + "/mounted/file", "of somebody else");
        SortedMap<String, String> before = share.snapshot();
        share.mounts(() -> new MountTable(List.of(share.at(LEFT + "/mounted").toString())));
        assertThat(remove(new Leftover(TASK, List.of(FIRST))).failures())
                .extracting(Failure::code)
                .containsExactly(FailureCode.MOUNT_INSIDE);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    void aLinkInItsPlaceLeadsNowhere() {
        share.link(".tasksweep", share.outside());
        SortedMap<String, String> before = share.snapshot();
        assertThat(FileFailures.code(failureOf(share.store().leftovers().find())))
                .isEqualTo(FailureCode.OUTSIDE_ROOT);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Test
    void outOfTimeItStopsAndGoesOnTheNextTime() {
        share.file(LEFT + "/file", "left");
        Leftover left = new Leftover(TASK, List.of(FIRST));
        Erased late = await(share.store().leftovers().remove(left, Deadline.in(Duration.ZERO, System::nanoTime)));
        assertThat(late.failures()).extracting(Failure::code).containsExactly(FailureCode.TIMEOUT);
        assertThat(share.exists(LEFT + "/file")).isTrue();
        assertThat(remove(left).failures()).isEmpty();
        assertThat(share.exists(".tasksweep/task-1")).isFalse();
    }

    /** A look at left-overs comes first after a start: it must not take what is there for the share before it is mounted. */
    @Test
    void whatALookFindsIsNotTakenForTheShareBecauseOfThat() {
        find();
        TestingShare.attempt(() -> Files.move(share.root(), share.base().resolve("unmounted")));
        share.directory(share.root());
        share.file("task-1/file", "on the real share");
        assertThat(share.survey().isEmpty()).isFalse();
        assertThat(find()).isEmpty();
    }
}
