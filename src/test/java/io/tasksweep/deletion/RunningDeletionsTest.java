package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that do not answer keep a deletion running for as long as a test likes. */
class RunningDeletionsTest {
    private static final TaskId TASK = new TaskId("task-1");
    private final TestingDeletions deletions = new TestingDeletions(false, 2);

    private static DeletionRequest safely(String id) {
        return new DeletionRequest(new TaskId(id), false, "tester", "request");
    }

    private static DeletionRequest byForce(String id) {
        return new DeletionRequest(new TaskId(id), true, "tester", "request");
    }

    private static String word(Future<DeletionVerdict> verdict) {
        return verdict.result()
                .<String>fold(
                        done -> (done.joined() ? "joined " : "")
                                + done.result().status().label() + " "
                                + done.result().force(),
                        refused -> refused.refusal().reason().name());
    }

    /** The objects' store answers looks and then nothing more, until the deadline. */
    private void slowTask(String status) {
        deletions.directory.holding(TASK, 1);
        deletions.objects.holding(TASK, 1);
        deletions.registry.saying(TASK, status, "SUCCESS");
        deletions.registry.betweenLooks(deletions.objects::silent);
    }

    @Test
    void b60_requestsForOneTaskJoinTheFirstAndShareItsDeletion() {
        slowTask("completed");
        List<Future<DeletionVerdict>> all = IntStream.range(0, 100)
                .mapToObj(i -> deletions.delete(safely("task-1")))
                .toList();

        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(2));

        assertThat(all.stream()
                        .map(verdict -> verdict.result()
                                .<String>fold(done -> done.result().deletionId(), no -> "none"))
                        .distinct())
                .hasSize(1);
        assertThat(all.stream().filter(verdict -> word(verdict).startsWith("joined")))
                .hasSize(99);
        assertThat(deletions.journal.stream().filter("started task-1"::equals)).hasSize(1);
    }

    @Test
    void b60_onlyTheSurplusOfDifferentTasksIsRefused() {
        deletions.objects.silent();
        List<Future<DeletionVerdict>> all =
                List.of(deletions.delete(safely("a")), deletions.delete(safely("b")), deletions.delete(safely("c")));

        assertThat(word(all.get(2))).isEqualTo("TOO_MANY_DELETIONS");
        assertThat(deletions.running().size()).isEqualTo(2);
        deletions.clock.advance(Duration.ofSeconds(30));
        assertThat(deletions.running().size()).isZero();
        assertThat(all.subList(0, 2)).allMatch(Future::succeeded);
    }

    @Test
    void aForceThatJoinsASafeRunIsToldItsOwnForce() {
        slowTask("completed");
        deletions.delete(safely("task-1"));
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));

        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(2));
        assertThat(word(forced)).isEqualTo("joined partial_failed true");
    }

    @Test
    void aRefusalIsNeverSharedAForceGoesOnByItself() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.objects.silent();
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));

        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(3));
        assertThat(word(safe)).isEqualTo("TASK_ACTIVE");
        assertThat(word(forced)).isEqualTo("partial_failed true");
    }

    @Test
    void aRequestWithoutForceDoesNotHideBehindOneWithForce() {
        deletions.directory.holding(TASK, 1);
        deletions.objects.holding(TASK, 1);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.objects.silent();
        deletions.delete(byForce("task-1"));
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));

        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(3));
        assertThat(word(safe)).isEqualTo("TASK_ACTIVE");
    }

    @Test
    void afterDrainingNothingNewBeginsAndWhatRunsIsWaitedFor() {
        slowTask("completed");
        Future<DeletionVerdict> running = deletions.delete(safely("task-1"));
        Future<Void> drained = deletions.running().drain();

        assertThat(word(deletions.delete(safely("b")))).isEqualTo("SHUTTING_DOWN");
        assertThat(drained.isComplete()).isFalse();
        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(2));
        assertThat(running.succeeded()).isTrue();
        assertThat(drained.isComplete()).isTrue();
    }

    /** Neither was sent when that task was there. */
    @Test
    @Tag("F56")
    void whoHasJoinedARequestThatWaitsDoesNotDeleteTheTaskThatIsSubmittedMeanwhileEither() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        deletions.records.takenByAnother(TASK);
        List<Future<DeletionVerdict>> both =
                List.of(deletions.delete(byForce("task-1")), deletions.delete(byForce("task-1")));
        deletions.clock.advance(Duration.ofSeconds(5));
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(both).extracting(RunningDeletionsTest::word).containsOnly("TASK_ACTIVE");
        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
    }

    /** By its own deadline the first one, who knows what was there then, has long had its answer. */
    @Test
    @Tag("F56")
    void whoHasJoinedARequestThatGaveUpDoesNotDeleteTheTaskThatIsSubmittedMeanwhile() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> first = deletions.delete(byForce("task-1"));
        deletions.clock.advance(Duration.ofSeconds(30));
        Future<DeletionVerdict> joined = deletions.delete(byForce("task-1"));
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        deletions.clock.advance(Duration.ofSeconds(35));
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(word(first)).isEqualTo("DELETION_IN_PROGRESS");
        assertThat(word(joined)).isEqualTo("TASK_ACTIVE");
        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
    }

    /** What the first one can read only under its lease is what both mean, although that one is refused because of it. */
    @Test
    @Tag("F56")
    void whoHasJoinedARequestThatIsRefusedUnderItsLeaseDoesNotDeleteTheTaskThatIsSubmittedMeanwhile() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.keys.broken(new Failure(FailureCode.UNAVAILABLE, "It is out."));
        deletions.records.onTake(() -> {
            deletions.keys.mended();
            deletions.records.failing(0, 1);
            deletions.clock.after(Duration.ofMillis(100)).onSuccess(now -> {
                deletions.registry.forget(TASK);
                deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
            });
        });
        List<Future<DeletionVerdict>> both =
                List.of(deletions.delete(safely("task-1")), deletions.delete(byForce("task-1")));
        deletions.clock.advance(TestingDeletions.TIMEOUT);

        assertThat(both).extracting(RunningDeletionsTest::word).containsOnly("TASK_ACTIVE");
        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
    }

    /** Redis is not out; there was no time left for the search. */
    @Test
    void whoHasJoinedInVainAndHasNoTimeLeftToLookIsToldThatItGoesOn() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> first = deletions.delete(safely("task-1"));
        deletions.clock.advance(Duration.ofMillis(1_500));
        Future<DeletionVerdict> joined = deletions.delete(safely("task-1"));
        deletions.clock.advance(Duration.ofSeconds(57));
        deletions.keys.silent();
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(word(first)).isEqualTo("DELETION_IN_PROGRESS");
        assertThat(word(joined)).isEqualTo("DELETION_IN_PROGRESS");
    }

    /** It had time enough to tell that, and nobody deletes the task. */
    @Test
    void whoHasJoinedInVainIsToldThatRedisIsOut() {
        TestingDeletions careful = new TestingDeletions(true, 2);
        careful.directory.holding(TASK, 1);
        careful.keys.silent();
        Future<DeletionVerdict> first = careful.delete(safely("task-1"));
        Future<DeletionVerdict> joined = careful.delete(safely("task-1"));
        careful.clock.advance(TestingDeletions.TIMEOUT.plusSeconds(2));

        assertThat(word(first)).isEqualTo("STATE_UNAVAILABLE");
        assertThat(word(joined)).isEqualTo("STATE_UNAVAILABLE");
    }

    /** The first has deleted all that it means, and only its report is late; the other has looked itself, and found the new task. */
    @Test
    void whoMeansTheNewTaskIsNotToldWhatBecameOfItsPredecessor() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.keys.reportingAfter(deletions.clock.after(Duration.ofSeconds(5)));
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));
        deletions.clock.advance(Duration.ofSeconds(1));
        assertThat(deletions.directory.items()).isEmpty();
        deletions.registry.forget(TASK);
        deletions.directory.holding(TASK, 9);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        deletions.clock.advance(Duration.ofSeconds(30));

        assertThat(forced.isComplete()).isTrue();
        assertThat(word(safe)).isEqualTo("success false");
        assertThat(deletions.directory.items()).isEmpty();
        assertThat(deletions.keys.items()).isEmpty();
    }

    /** It means no other task; only the receipt of an earlier one could not be read by the first. */
    @Test
    void whoHasReadAReceiptMoreIsToldWhatBecameOfTheTask() {
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t0");
        deletions.answer(safely("task-1"));
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t1");
        deletions.directory.holding(TASK, 3);
        deletions.records.unreadable();
        deletions.objects.holding(TASK, 1).reportingAfter(deletions.clock.after(Duration.ofSeconds(3)));
        deletions.keys.reportingAfter(deletions.clock.after(Duration.ofSeconds(6)));
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));
        deletions.clock.advance(Duration.ofSeconds(4));
        deletions.records.readable();
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        deletions.clock.advance(Duration.ofSeconds(30));

        assertThat(word(forced)).isEqualTo("success true");
        assertThat(word(safe)).isEqualTo("joined success false");
    }

    /** It has looked itself, and found the new task. */
    @Test
    void whoMeansTheNewTaskIsNotRefusedBecauseTheFirstDoesNot() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(word(forced)).isEqualTo("TASK_ACTIVE");
        assertThat(word(safe)).isEqualTo("success false");
    }

    /** Its intent to delete safely cannot be taken back; force has nothing to do with that. */
    @Test
    void whatCouldNotBeTakenBackRefusesOnlyWhoHasIntendedIt() {
        deletions.directory.holding(TASK, 1);
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        deletions.records.failing(0, 3);
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));
        deletions.clock.advance(TestingDeletions.TIMEOUT);

        assertThat(word(safe)).isEqualTo("STATE_UNAVAILABLE");
        assertThat(word(forced)).isEqualTo("success true");
    }

    private Future<DeletionVerdict> resumption() {
        return deletions.running().resume(deletions.records.receipt(TASK).orElseThrow());
    }

    /** As the resumption spares the directory, which was empty before, the request must look for itself. */
    @Test
    void whoAsksDuringAResumptionIsNotToldItsResult() {
        resumable();
        deletions.directory.holding(TASK, 7);
        Future<DeletionVerdict> resumed = resumption();
        Future<DeletionVerdict> asked = deletions.delete(safely("task-1"));
        assertThat(deletions.running().size()).isEqualTo(2);
        deletions.clock.advance(Duration.ofSeconds(10));

        assertThat(word(resumed)).isEqualTo("success false");
        assertThat(word(asked)).isEqualTo("success false");
        assertThat(deletions.directory.items()).isEmpty();
        assertThat(deletions.running().size()).isZero();
    }

    /** The directory was emptied, and removing the objects takes 5 s. */
    private void resumable() {
        deletions.directory.holding(TASK, 1);
        deletions.objects.holding(TASK, 1);
        deletions.objects.refusing(new Failure(FailureCode.ACCESS_DENIED, "It is denied."));
        deletions.answer(safely("task-1"));
        deletions.objects.mended().reportingAfter(deletions.clock.after(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F56")
    void whoAsksDuringAResumptionDoesNotDeleteTheTaskThatIsSubmittedMeanwhile(boolean force) {
        resumable();
        resumption();
        Future<DeletionVerdict> asked = deletions.delete(force ? byForce("task-1") : safely("task-1"));
        deletions.clock.advance(Duration.ofSeconds(1));
        deletions.directory.holding(TASK, 9);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        deletions.clock.advance(Duration.ofSeconds(10));

        assertThat(word(asked)).isEqualTo("TASK_ACTIVE");
        assertThat(deletions.directory.items()).containsEntry("task-1", 9L);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
    }

    @Test
    void whoMeansTheNewTaskGetsItDeletedThoughItsPredecessorIsResumedJustThen() {
        resumable();
        deletions.directory.holding(TASK, 9);
        deletions.registry.saying(TASK, "completed", "SUCCESS", "t2");
        deletions.objects.silent();
        Future<DeletionVerdict> resumed = resumption();
        Future<DeletionVerdict> asked = deletions.delete(byForce("task-1"));
        deletions.clock.advance(TestingDeletions.TIMEOUT);

        assertThat(word(resumed)).isEqualTo("TASK_ACTIVE");
        assertThat(word(asked)).isEqualTo("partial_failed true");
        assertThat(deletions.directory.items()).isEmpty();
    }

    @Test
    void whatIsResumedIsWaitedForAtTheEndAndNotResumedTwice() {
        resumable();
        Future<DeletionVerdict> resumed = resumption();
        assertThat(word(resumption())).isEqualTo("DELETION_IN_PROGRESS");
        Future<Void> drained = deletions.running().drain();
        assertThat(drained.isComplete()).isFalse();
        deletions.clock.advance(Duration.ofSeconds(10));
        assertThat(word(resumed)).isEqualTo("success false");
        assertThat(drained.isComplete()).isTrue();
    }

    @Test
    void afterDrainingNothingIsResumed() {
        deletions.directory.holding(TASK, 1);
        Receipt cutOff =
                Receipt.intent(safely("task-1"), "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 0);
        deletions.running().drain();
        assertThat(word(deletions.running().resume(cutOff))).isEqualTo("DELETION_IN_PROGRESS");
        assertThat(deletions.journal).isEmpty();
        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
    }

    /** It joins nobody: force may be deleting what safe mode would not. */
    @Test
    void whoStillLooksForThemselvesWhetherTheyMayIsWaitedForToo() {
        deletions.directory.holding(TASK, 1).reportingAfter(deletions.clock.after(Duration.ofSeconds(1)));
        deletions.registry.saying(TASK, "completed", "SUCCESS");
        Future<DeletionVerdict> forced = deletions.delete(byForce("task-1"));
        deletions.objects.silent();
        Future<DeletionVerdict> safe = deletions.delete(safely("task-1"));
        Future<Void> drained = deletions.running().drain();
        deletions.clock.advance(Duration.ofSeconds(1));
        assertThat(forced.isComplete()).isTrue();
        assertThat(deletions.running().size()).isZero();
        assertThat(drained.isComplete()).isFalse();

        deletions.running().abandonAll();
        assertThat(word(safe)).isEqualTo("SHUTTING_DOWN");
        assertThat(drained.isComplete()).isTrue();
    }

    @Test
    void whatOutlastsTheEndIsToldSoAndMakesNoFurtherStep() {
        slowTask("completed");
        Future<DeletionVerdict> first = deletions.delete(safely("task-1"));
        Future<DeletionVerdict> joined = deletions.delete(safely("task-1"));
        deletions.running().drain();

        deletions.running().hurry();
        assertThat(first.isComplete()).isFalse();
        deletions.running().abandonAll();
        assertThat(word(first)).isEqualTo("SHUTTING_DOWN");
        assertThat(word(joined)).isIn("SHUTTING_DOWN", "DELETION_IN_PROGRESS");

        deletions.clock.advance(TestingDeletions.TIMEOUT.multipliedBy(2));
        assertThat(deletions.journal).doesNotContain("redis erase task-1");
        assertThat(deletions.records.receipt(TASK))
                .hasValueSatisfying(receipt -> assertThat(receipt.unfinished()).isTrue());
    }
}
