package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F61")
class LeftoverSweepTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final TaskId OTHER = new TaskId("task-2");

    private final TestingDeletions deletions = new TestingDeletions();
    private final Heap heap = new Heap();
    private final LeftoverSweep sweep = new LeftoverSweep(
            heap, deletions.records, deletions.records, deletions, deletions, deletions.clock, Duration.ofSeconds(60));

    /** Left-overs in memory. */
    private static final class Heap implements Leftovers {
        private final Set<TaskId> tasks = new HashSet<>();
        private final List<TaskId> removed = new ArrayList<>();
        private final List<Deadline> deadlines = new ArrayList<>();
        private Future<Void> moment = Future.succeededFuture(); // when a removal ends
        private boolean out;
        private Optional<FailureCode> stuck = Optional.empty();

        @Override
        public Future<List<Leftover>> find() {
            return out
                    ? Future.failedFuture("the share is out")
                    : Future.succeededFuture(tasks.stream()
                            .map(task -> new Leftover(task, List.of("d-1")))
                            .toList());
        }

        @Override
        public Future<Erased> remove(Leftover leftover, Deadline deadline) {
            removed.add(leftover.taskId());
            deadlines.add(deadline);
            if (stuck.isPresent()) {
                Failure stays = new Failure(stuck.get(), "It stays.");
                return Future.succeededFuture(new Erased(Counts.NONE, List.of(stays)));
            }
            tasks.remove(leftover.taskId());
            return moment.map(new Erased(Counts.of(Unit.FILES, 3), List.of()));
        }
    }

    private void receipt(Receipt.State state) {
        receipt(state, Optional.empty());
    }

    private void receipt(Receipt.State state, Optional<Instant> expiry) {
        DeletionRequest request = new DeletionRequest(TASK, false, "tester", "request-1");
        Receipt intent = Receipt.intent(request, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 0);
        Receipt ended = new Receipt(
                TASK,
                "d-1",
                state,
                false,
                "tester",
                intent.startedAt(),
                Optional.empty(),
                expiry,
                Set.of(),
                0,
                intent.createdAt(),
                false,
                0,
                Optional.empty());
        deletions.records.crashed(ended, Duration.ofDays(1));
    }

    @Test
    void whatNobodyKnowsOfIsEndedAtTheStartAndRecorded() {
        heap.tasks.add(TASK);
        sweep.start();
        assertThat(heap.tasks).isEmpty();
        assertThat(deletions.journal).containsOnlyOnce("audit task-1 leftovers_removed");
    }

    @Test
    void eachHourItIsLookedAgain() {
        sweep.start();
        heap.tasks.add(TASK);
        deletions.clock.advance(Duration.ofMinutes(59));
        assertThat(heap.removed).isEmpty();
        deletions.clock.advance(Duration.ofMinutes(2));
        assertThat(heap.tasks).isEmpty();
    }

    @Test
    void whatIsLeftOfADeletionThatIsDoneGoesToo() {
        heap.tasks.add(TASK);
        receipt(Receipt.State.DONE);
        sweep.start();
        assertThat(heap.tasks).isEmpty();
    }

    @Test
    void aDeletionThatRunsOrIsOpenIsNotTouchedAndHoldsUpNoOther() {
        heap.tasks.addAll(Set.of(TASK, OTHER));
        receipt(Receipt.State.RUNNING);
        sweep.start();
        assertThat(heap.removed).containsExactly(OTHER);
        receipt(Receipt.State.INCOMPLETE);
        deletions.clock.advance(Duration.ofHours(2));
        assertThat(heap.removed).containsExactly(OTHER);
        receipt(Receipt.State.DONE);
        deletions.records.takenByAnother(TASK);
        deletions.clock.advance(Duration.ofHours(2));
        assertThat(heap.removed).containsExactly(OTHER);
    }

    @Test
    void whileNobodyCanSayWhatRunsNothingIsTouched() {
        heap.tasks.add(TASK);
        deletions.records.unreadable();
        sweep.start();
        deletions.clock.advance(Duration.ofHours(2));
        assertThat(heap.removed).isEmpty();
    }

    @Test
    void anOutageIsToldOnceAndNotForEachOfThem() {
        heap.tasks.addAll(List.of(TASK, OTHER));
        deletions.records.unreadable();
        sweep.start();
        assertThat(deletions.journal)
                .containsOnlyOnce("postponed " + heap.tasks.iterator().next());
        assertThat(deletions.journal)
                .filteredOn(entry -> entry.startsWith("postponed"))
                .hasSize(1);
    }

    @Test
    void oneThatCannotBeAskedAboutKeepsNoOtherFromGoing() {
        heap.tasks.addAll(List.of(TASK, OTHER));
        TaskId first = heap.tasks.iterator().next(); // the one that would end the sweep before the other's turn
        deletions.records.garbled(first);
        sweep.start();
        assertThat(heap.tasks).containsExactly(first);
        assertThat(deletions.journal).containsOnlyOnce("postponed " + first);
    }

    @Test
    void whatIsOutOrWouldNotGoIsTriedAgainSoon() {
        heap.tasks.add(TASK);
        heap.out = true;
        sweep.start();
        heap.out = false;
        heap.stuck = Optional.of(FailureCode.TIMEOUT);
        deletions.clock.advance(Duration.ofSeconds(61));
        assertThat(heap.removed).hasSize(1);
        heap.stuck = Optional.empty();
        deletions.clock.advance(Duration.ofSeconds(61));
        assertThat(heap.tasks).isEmpty();
        assertThat(deletions.journal).containsOnlyOnce("audit task-1 leftovers_removed");
    }

    @Test
    void aLookThatFailsIsToldAndSoIsOneThatDoesNotAnyMore() {
        heap.out = true;
        sweep.start();
        assertThat(deletions.journal).containsExactly("left-overs unknown");
        heap.out = false;
        deletions.clock.advance(Duration.ofSeconds(61));
        assertThat(deletions.journal).containsExactly("left-overs unknown", "left-overs known");
    }

    @Test
    void whatWouldNotGoHidesNoOutage() {
        heap.tasks.addAll(List.of(TASK, OTHER));
        heap.stuck = Optional.of(FailureCode.TIMEOUT);
        TaskId last = List.copyOf(heap.tasks).get(1).equals(TASK) ? TASK : OTHER;
        deletions.records.garbled(last);
        sweep.start();
        assertThat(heap.removed).hasSize(1).doesNotContain(last);
        assertThat(deletions.journal).containsOnlyOnce("postponed " + last);
    }

    @Test
    void whatCanNeverGoIsToldAndTriedAgainInAnHour() {
        heap.tasks.add(TASK);
        heap.stuck = Optional.of(FailureCode.MOUNT_INSIDE);
        sweep.start();
        assertThat(deletions.journal).containsOnlyOnce("left behind task-1 It stays.");
        deletions.clock.advance(Duration.ofMinutes(59));
        assertThat(heap.removed).hasSize(1);
        deletions.clock.advance(Duration.ofMinutes(2));
        assertThat(heap.removed).hasSize(2);
    }

    @Test
    void whatANewTaskHasReleasedIsNobodysAndGoes() {
        heap.tasks.add(TASK);
        receipt(Receipt.State.INCOMPLETE, Optional.of(deletions.clock.instant().plus(Duration.ofDays(1))));
        sweep.start();
        assertThat(heap.tasks).isEmpty();
    }

    @Test
    void afterStoppingNothingIsTouched() {
        heap.tasks.add(TASK);
        sweep.stop();
        sweep.start();
        deletions.clock.advance(Duration.ofHours(2));
        assertThat(heap.removed).isEmpty();
    }

    @Test
    void whatIsUnderWayAtTheStopGetsNoMoreTimeAndNothingFollowsIt() {
        heap.tasks.addAll(List.of(TASK, OTHER));
        Promise<Void> end = Promise.promise();
        heap.moment = end.future();
        sweep.start();
        assertThat(heap.deadlines).noneMatch(Deadline::passed).hasSize(1);
        sweep.stop();
        assertThat(heap.deadlines).allMatch(Deadline::passed);
        end.complete();
        deletions.clock.advance(Duration.ofHours(2));
        assertThat(heap.removed).hasSize(1);
    }
}
