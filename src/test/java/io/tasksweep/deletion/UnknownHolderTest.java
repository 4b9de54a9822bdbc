package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Warning;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is passed by who holds the lease, only because an answer got lost. */
class UnknownHolderTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void aFinishedTask() {
        deletions.directory.holding(TASK, 12);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
    }

    private List<Warning.Kind> warnings() {
        return TestingDeletions.completed(deletions.answer(SAFELY)).warnings().stream()
                .map(Warning::kind)
                .toList();
    }

    private Refusal.Reason reason() {
        return TestingDeletions.refusal(deletions.answer(SAFELY)).reason();
    }

    @Test
    void anIntentThatCouldNotBeWrittenIsTriedOnceMore() {
        deletions.records.failing(1, 0);
        assertThat(warnings()).isEmpty();
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    /** The first answer came while this node stood still, the second says no, and the third is the second try. */
    @Test
    @Tag("F56")
    void aTryThatWasMissedStandingStillDoesNotCount() {
        deletions.records.unheard(1);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.records.failing(1, 0);
        deletions.clock.standStill(Duration.ofSeconds(20));

        assertThat(TestingDeletions.completed(verdict.result()).warnings()).isEmpty();
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    /** The lease was taken, and only the answer got lost; when it is tried again, the task works. */
    @Test
    @Tag("I11")
    void anIntentThatNobodyHasHeardOfGoesWithTheRefusal() {
        assertThat(warnings()).isEmpty();
        Receipt before = deletions.records.receipt(TASK).orElseThrow();
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        deletions.records.losing(1);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.RUNNING);

        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.clock.advance(Duration.ofSeconds(31));

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.records.receipt(TASK)).hasValue(before);
    }

    /** The request's own lease must not be taken for another's, or it would wait until that has run out. */
    @Test
    void aLeaseThatComesTooLateIsReleased() {
        deletions.records.late(Duration.ofSeconds(12));
        assertThat(warnings()).isEmpty();
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
        assertThat(deletions.clock.nanoTime()).isLessThan(Duration.ofSeconds(13).toNanos());
    }

    private Refusal.Reason startedBeforeALateAnswer() {
        deletions.records.late(Duration.ofSeconds(12));
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.clock.advance(Duration.ofSeconds(13));
        return TestingDeletions.refusal(verdict.result()).reason();
    }

    @Test
    @Tag("I11")
    void theIntentOfALateLeaseGoesWithTheRefusal() {
        assertThat(startedBeforeALateAnswer()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
        assertThat(deletions.records.isHeld(TASK)).isFalse();
    }

    /** Redis refuses, or says that somebody else holds the lease. */
    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    @Tag("I11")
    void whatIsCertainOnlyLateIsNotSpokenOf(int refusals) {
        deletions.records.failing(refusals, 3);
        deletions.records.takenByAnother(TASK);
        deletions.clock.after(Duration.ofSeconds(12)).onSuccess(now -> deletions.records.leaseEnded(TASK));
        assertThat(startedBeforeALateAnswer()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
    }

    /** Whether it came before the deletion has gone on without it, or then: others wait. */
    @ParameterizedTest
    @ValueSource(ints = {5, 7})
    @Tag("F56")
    void aLateLeaseIsKeptWhileTheDeletionGoesOnWithoutIt(int seconds) {
        TestingDeletions hasty = TestingDeletions.within(Duration.ofSeconds(10));
        hasty.directory.holding(TASK, 12).reportingAfter(hasty.clock.after(Duration.ofSeconds(9)));
        hasty.registry.saying(TASK, "pending", "SUCCESS");
        hasty.records.late(Duration.ofSeconds(seconds));
        Future<DeletionVerdict> verdict = hasty.delete(SAFELY);
        hasty.records.unheard(2);

        hasty.clock.advance(Duration.ofSeconds(8));
        assertThat(hasty.journal).contains("started task-1");
        assertThat(verdict.isComplete()).isFalse();
        assertThat(hasty.records.isHeld(TASK)).isTrue();

        hasty.clock.advance(Duration.ofSeconds(4));
        assertThat(verdict.isComplete()).isTrue();
        assertThat(hasty.records.isHeld(TASK)).isFalse();
    }

    /** It is known while it is withdrawn, to no avail, or after that. */
    @ParameterizedTest
    @ValueSource(longs = {10_300, 20_000})
    @Tag("I11")
    void anIntentOfARefusedRequestIsWithdrawnOnceItIsKnown(long millis) {
        deletions.records.late(Duration.ofMillis(millis));
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.records.leaseEnded(TASK);
        deletions.records.failing(0, 3);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.clock.advance(Duration.ofSeconds(21));
        assertThat(verdict.isComplete()).isTrue();
        assertThat(deletions.records.receipt(TASK)).isEmpty();
    }

    /** By then the request has been told that the deletion is in progress, so its intent stays. */
    @Test
    void aLeaseThatComesAfterTheEndIsReleasedToo() {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(58));
        deletions.records.late(Duration.ofSeconds(5));
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(4));
        assertThat(verdict.isComplete()).isTrue();
        assertThat(deletions.records.isHeld(TASK)).isTrue();

        deletions.clock.advance(Duration.ofSeconds(2));
        assertThat(deletions.records.isHeld(TASK)).isFalse();
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.RUNNING);
    }

    /** It never came to Redis, as far as can be seen: then it may come yet. */
    @Test
    @Tag("I11")
    void anIntentThatMayYetBeWrittenIsSpokenOf() {
        deletions.records.unheard(1);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.clock.advance(Duration.ofSeconds(31));

        assertThat(TestingDeletions.refusal(verdict.result()).detail()).contains("could not be taken back");
    }

    @Test
    void whereNoneCanBeWrittenItIsGoneOnWithout() {
        deletions.records.failing(2, 0);
        assertThat(warnings()).containsExactly(Warning.Kind.NO_INTENT);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
    }

    /** Its own intent is not one that a crash has cut off. */
    @Test
    @Tag("I09")
    void whereTheAnswerToTakingTheLeaseGotLostNothingWasCutOff() {
        deletions.records.losing(1);
        deletions.answer(SAFELY);
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
        assertThat(deletions.journal).noneMatch(entry -> entry.startsWith("audit"));
    }

    @Test
    @Tag("I09")
    void whatWasCutOffBeforeIsRecordedThoughTheAnswerToTakingTheLeaseGotLost() {
        deletions.records.crashed(
                Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 2),
                Duration.ofMinutes(5));
        deletions.records.losing(1);
        deletions.answer(SAFELY);
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
        assertThat(deletions.journal).containsOnlyOnce("audit task-1 recovered");
    }

    @Test
    void whoHoldsTheLeaseIsWaitedForThoughNoIntentCanBeWritten() {
        deletions.records.takenByAnother(TASK);
        deletions.records.failing(1, 0);
        assertThat(reason()).isEqualTo(Refusal.Reason.DELETION_IN_PROGRESS);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    /** As when this node stood still until the time for the answer was over. */
    @Test
    @Tag("F56")
    void whoHoldsTheLeaseIsAskedAgain() {
        deletions.records.takenByAnother(TASK);
        deletions.records.failing(1, 0);
        deletions.records.unheard(1);
        assertThat(reason()).isEqualTo(Refusal.Reason.DELETION_IN_PROGRESS);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    /** In bounded time: a Redis that is silent for everybody holds nothing up for ever. */
    @Test
    void whereEvenThatIsNotAnsweredItIsGoneOnWithout() {
        deletions.records.unheard(3);
        assertThat(warnings()).containsExactly(Warning.Kind.NO_INTENT);
        assertThat(deletions.clock.nanoTime()).isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    /** Whatever the force: it was not there when the request came. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F56")
    void aTaskThatIsSubmittedWhileTheRequestWaitsIsNotMeantByIt(boolean force) {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(new DeletionRequest(TASK, force, "tester", "request-1"));
        deletions.clock.advance(Duration.ofSeconds(5));
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "pending", "SUCCESS", "t2");
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("erase"));
    }

    /** Somebody else has asked for that: a receipt lists what is deleted. But they may have asked to do so only safely. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskThatAReceiptListsIsNoNewOneUnlessByForce(boolean force) {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(new DeletionRequest(TASK, force, "tester", "request-1"));
        deletions.clock.advance(Duration.ofSeconds(5));
        deletions.registry.saying(TASK, "pending", "SUCCESS", "t2");
        TaskState state = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t2")), false);
        deletions.records.givenBack(Receipt.intent(SAFELY, "d-1", state, Optional.empty(), deletions.clock.instant(), 0)
                .released(deletions.clock.instant(), deletions.clock.instant().plusSeconds(60)));
        deletions.clock.advance(Duration.ofSeconds(5));

        if (force) {
            assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        } else {
            assertThat(TestingDeletions.completed(verdict.result()).status().label())
                    .isEqualTo("success");
        }
        assertThat(deletions.keys.items().isEmpty()).isEqualTo(!force);
    }

    /** It knows which task it means, and cannot tell whether that is the one that is there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F56")
    void whoHasWaitedGoesOnOnlyIfTheStateCanBeReadAsBefore(boolean force) {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(new DeletionRequest(TASK, force, "tester", "request-1"));
        deletions.clock.advance(Duration.ofSeconds(5));
        deletions.keys.broken(new Failure(FailureCode.ACCESS_DENIED, "It is denied."));
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(10));

        Refusal refusal = TestingDeletions.refusal(verdict.result());
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(refusal.detail()).contains("It is denied.");
        assertThat(refusal.retriable()).as("a repeat by force does it").isEqualTo(force);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    /** Redis is not out; there was no time left for the search. */
    @Test
    void whoHasNoTimeLeftToLookAfterWaitingIsToldThatItGoesOn() {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(59));
        deletions.keys.silent();
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(2));

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.DELETION_IN_PROGRESS);
    }

    /** One call's time is enough to tell that, though the answer comes no earlier than the end. */
    @Test
    void whoHadTimeToLookAfterWaitingIsToldThatRedisIsOut() {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(45));
        deletions.keys.silent();
        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(20));

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
    }

    /** The state was gone by then, but what its deletion had begun with is known. */
    @Test
    void theTaskThatIsBeingDeletedIsTheOneThatIsMeantThoughItsStateIsWrittenOnceMore() {
        deletions.keys.holding(TASK, 0);
        TaskState state = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t1")), false);
        Receipt intent = Receipt.intent(SAFELY, "d-1", state, Optional.empty(), deletions.clock.instant(), 0);
        deletions.records.crashed(intent, Duration.ofMinutes(5));
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.records.flush();
        deletions.keys.holding(TASK, 1);
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(verdict.result()).isInstanceOf(DeletionVerdict.Completed.class);
        assertThat(deletions.keys.items()).isEmpty();
    }

    /** Another node was at work, and has ended; what it has done is its own affair, whatever becomes of this request's answers. */
    @Test
    @Tag("I09")
    void aDeletionThatAnotherNodeHasEndedIsNotRecordedAsCutOff() {
        Receipt running = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 0);
        deletions.records.crashed(running, Duration.ofMinutes(5));
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(1));
        deletions.records.givenBack(running.released(
                deletions.clock.instant(), deletions.clock.instant().plusSeconds(600)));
        deletions.records.losing(1);
        deletions.clock.advance(Duration.ofSeconds(50));

        assertThat(verdict.result()).isInstanceOf(DeletionVerdict.Completed.class);
        assertThat(deletions.journal).noneMatch(entry -> entry.startsWith("audit"));
    }

    @Test
    void whoHoldsTheLeaseIsWaitedForThoughReceiptsCannotBeRead() {
        deletions.records.takenByAnother(TASK);
        deletions.records.unreadable();
        assertThat(reason()).isEqualTo(Refusal.Reason.DELETION_IN_PROGRESS);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    @Test
    @Tag("F34")
    void withoutALeaseTheStateIsReadOnceMoreToo() {
        deletions.records.failing(2, 0);
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        assertThat(reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("started"));
    }
}
