package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.testing.TestingDeletions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many unfinished deletions at once, and some that cannot be finished now. */
class ManyUnfinishedTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final TaskState OF_T1 = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t1")), false);

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void start() {
        deletions.sweeper().start();
    }

    private Receipt receipt() {
        return deletions.records.receipt(TASK).orElseThrow();
    }

    private void goBy(int seconds) {
        deletions.clock.advance(Duration.ofSeconds(seconds));
    }

    private void crashed(TaskId taskId) {
        DeletionRequest request = new DeletionRequest(taskId, false, "tester", "request-1");
        Receipt intent = Receipt.intent(request, "d-1", OF_T1, Optional.empty(), deletions.clock.instant(), 2);
        deletions.records.crashed(intent, Duration.ZERO);
    }

    @Test
    void aSlowTaskHoldsUpNoneOfTheOthersAndIsSpokenOf() {
        for (String slow : List.of("a", "b", "c")) {
            crashed(new TaskId(slow));
            deletions.records.silent(new TaskId(slow));
        }
        crashed(TASK);
        goBy(3);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("postponed"));

        goBy(180);
        assertThat(deletions.journal).contains("postponed a", "postponed b", "postponed c");
        assertThat(deletions.records.open()).hasSize(3);
    }

    @Test
    void moreThanFourWaitForTheirTurn() {
        for (int i = 1; i <= 9; i++) {
            crashed(new TaskId("task-" + i));
        }
        goBy(3);
        assertThat(deletions.records.open()).isEmpty();
        assertThat(deletions.journal.stream().filter(entry -> entry.endsWith("recovered")))
                .hasSize(9);
    }

    @Test
    void anOutageOfTheListIsSpokenOfAndSweepingGoesOnAfterIt() {
        crashed(TASK);
        deletions.records.unreadable();
        goBy(3);
        assertThat(deletions.journal).contains("blind").doesNotContain("seeing");

        deletions.records.readable();
        goBy(3);
        assertThat(deletions.journal).contains("seeing");
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
    }

    private List<String> begun() {
        return deletions.journal.stream()
                .filter(entry -> entry.startsWith("local_directory survey"))
                .distinct()
                .toList();
    }

    @Test
    void fourAreUnderWayAtMostAndAfterTheStopNoneThatWaits() {
        for (int i = 1; i <= 5; i++) {
            crashed(new TaskId("task-" + i));
        }
        deletions.objects.silent();
        goBy(3);
        assertThat(begun()).hasSize(4);

        deletions.sweeper().stop();
        deletions.objects.mended();
        goBy(200);
        assertThat(begun()).hasSize(4);
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() {
        crashed(TASK);
        deletions.objects.silent();
        goBy(3);
        var stopped = deletions.sweeper().stop();
        assertThat(stopped.isComplete()).isFalse();

        goBy(200);
        assertThat(stopped.isComplete()).isTrue();
    }

    @Test
    void whatAnotherNodeHasTakenUpMeanwhileIsLeftToIt() {
        crashed(TASK);
        deletions.records.takenByAnother(TASK);
        goBy(100);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("audit") || entry.contains("erase"));
        assertThat(deletions.records.open()).containsExactly(TASK);
    }

    @Test
    void withoutKnowingTheStateNothingIsFinished() {
        deletions.directory.holding(TASK, 3);
        crashed(TASK);
        deletions.keys.broken(OUT);
        goBy(120);
        assertThat(deletions.directory.items()).containsEntry("task-1", 3L);

        deletions.keys.mended();
        goBy(60);
        assertThat(deletions.directory.items()).isEmpty();
    }

    @Test
    void withoutALeaseNothingIsFinished() {
        deletions.directory.holding(TASK, 3);
        crashed(TASK);
        deletions.records.unwritable();
        goBy(120);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("erase"));
    }
}
