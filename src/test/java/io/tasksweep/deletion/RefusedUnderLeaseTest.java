package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Warning;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again: before anything is deleted, under the lease, and before what came back is deleted. */
class RefusedUnderLeaseTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final Failure DENIED = new Failure(FailureCode.ACCESS_DENIED, "It is denied.");

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void aFinishedTask() {
        deletions.directory.holding(TASK, 12);
        deletions.objects.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
    }

    private Refusal refusal() {
        return TestingDeletions.refusal(deletions.answer(SAFELY));
    }

    private DeletionResult completed() {
        return TestingDeletions.completed(deletions.answer(SAFELY));
    }

    private ResourceOutcome outcome(int kind) {
        return completed().outcomes().get(kind);
    }

    private static Optional<FailureCode> code(ResourceOutcome outcome) {
        return outcome.<Optional<FailureCode>>fold(
                deleted -> Optional.empty(),
                skipped -> Optional.empty(),
                failed -> Optional.of(failed.failure().code()));
    }

    private long asked(String operation) {
        return deletions.journal.stream().filter(operation::equals).count();
    }

    @Test
    @Tag("F34")
    void anIntentThatIsTakenBackAtTheThirdTryLeavesNoTrace() {
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        deletions.records.failing(0, 2);
        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
    }

    @Test
    @Tag("F34")
    void anIntentThatCannotBeTakenBackIsSpokenOf() {
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        deletions.records.failing(0, 3);
        Refusal refusal = refusal();
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(refusal.detail()).contains("could not be taken back");
        assertThat(deletions.records.receipt(TASK)).isPresent();
    }

    /** As when this node has stood still for longer than a lease lives. */
    @Test
    @Tag("I11")
    void anIntentWhoseLeaseHasRunOutIsTakenBackAllTheSame() {
        deletions.registry.betweenLooks(() -> {
            deletions.registry.saying(TASK, "running", "IN_PROGRESS");
            deletions.records.leaseEnded(TASK);
        });
        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    @Tag("I11")
    void anIntentThatAnotherNodeHasTakenUpIsSpokenOf() {
        deletions.registry.betweenLooks(() -> {
            deletions.registry.saying(TASK, "running", "IN_PROGRESS");
            deletions.records.takenByAnother(TASK);
        });
        assertThat(refusal().detail()).contains("could not be taken back");
        assertThat(deletions.records.receipt(TASK)).isPresent();
    }

    /** As when this node has stood still between the lease and the answer, and the task was started meanwhile. */
    @Test
    @Tag("F34")
    void anAnswerUnderTheLeaseThatIsTooLateIsAskedForOnceMore() {
        Iterator<Runnable> happenings = List.<Runnable>of(deletions.keys::silent, () -> {
                    deletions.keys.mended();
                    deletions.registry.saying(TASK, "running", "IN_PROGRESS");
                })
                .iterator();
        deletions.registry.betweenLooks(() -> happenings.next().run());

        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    @Test
    void aPassingFaultIsAskedForAgainForAWhileALastingOneIsNot() {
        deletions.objects.broken(OUT);
        assertThat(code(outcome(2))).hasValue(FailureCode.UNAVAILABLE);
        assertThat(asked("minio survey task-1")).isEqualTo(5); // at 0, 0.1, 0.3, 0.7 and 1.5 s

        deletions.journal.clear();
        deletions.objects.broken(DENIED);
        assertThat(code(outcome(2))).hasValue(FailureCode.ACCESS_DENIED);
        assertThat(asked("minio survey task-1")).isEqualTo(1);
    }

    @Test
    void whatCameBackStaysIfItCannotBeKnownWhoseItIs() {
        deletions.onStart(() -> {
            deletions.directory.forgetting();
            deletions.keys.broken(OUT);
        });
        assertThat(code(outcome(0))).hasValue(FailureCode.UNAVAILABLE);
        assertThat(asked("local_directory erase task-1")).isEqualTo(1);
    }

    /** As when Redis comes back between the look and the lease: what is known then is written down, and told. */
    @Test
    void aStateThatCanBeReadUnderTheLeaseOnlyIsGoneOnWith() {
        deletions.keys.broken(OUT);
        deletions.objects.refusing(OUT);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.records.onTake(deletions.keys::mended);
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        DeletionResult result = TestingDeletions.completed(verdict.result());
        assertThat(result.warnings()).isEmpty();
        assertThat(result.outcomes().get(1).isFailed()).isFalse();
        assertThat(deletions.records.receipt(TASK).map(Receipt::createdAt)).hasValue(new TreeSet<>(Set.of("t1")));
    }

    /** Otherwise what its own workers write meanwhile would be taken for a new task's, and nobody would have told them to stop. */
    @Test
    void forceStartsOverOnceItCanReadTheState() {
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.keys.broken(DENIED); // which the look is told at once
        deletions.records.onTake(deletions.keys::mended);
        Future<DeletionVerdict> verdict =
                deletions.delete(new DeletionRequest(TASK, true, SAFELY.actor(), SAFELY.requestId()));
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        assertThat(deletions.journal).containsOnlyOnce("cancel task-1");
        assertThat(deletions.records.receipt(TASK).orElseThrow().fence()).isTrue();
        assertThat(deletions.records.receipt(TASK).map(Receipt::createdAt)).hasValue(new TreeSet<>(Set.of("t1")));
    }

    /** As when Redis lets the state be read again, but takes no writes. */
    @Test
    void forceTellsTheWorkersThoughItCanReadTheStateOnlyWithoutALease() {
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.keys.broken(DENIED);
        deletions.records.failing(2, 0);
        deletions.records.unheard(1);
        deletions.clock.after(Duration.ofSeconds(5)).onSuccess(now -> deletions.records.late(Duration.ofSeconds(1)));
        deletions.clock.after(Duration.ofMillis(10_500)).onSuccess(now -> deletions.keys.mended());
        DeletionResult result = TestingDeletions.completed(
                deletions.answer(new DeletionRequest(TASK, true, SAFELY.actor(), SAFELY.requestId())));

        assertThat(deletions.journal).containsSubsequence("cancel task-1", "local_directory erase task-1");
        assertThat(result.warnings().stream().map(Warning::kind))
                .containsExactly(Warning.Kind.STATE_UNKNOWN, Warning.Kind.FORCED_ACTIVE, Warning.Kind.NO_INTENT);
    }

    /** What it could read under the lease is what it means; taking its intent back takes a while. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F56")
    void whoStartsOverMeansTheTaskThatWasThere(boolean force) {
        deletions.keys.broken(OUT);
        Future<DeletionVerdict> verdict =
                deletions.delete(new DeletionRequest(TASK, force, SAFELY.actor(), SAFELY.requestId()));
        deletions.records.onTake(() -> {
            deletions.keys.mended();
            deletions.records.failing(0, 1);
            deletions.clock.after(Duration.ofMillis(100)).onSuccess(now -> submittedAgain());
        });
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    /** A look is as old as its slowest answer, and the request older than the new task. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("F34")
    void aTaskThatIsSubmittedDuringTheLookIsNotDeleted(boolean force) {
        deletions.objects.silent();
        Future<DeletionVerdict> verdict =
                deletions.delete(new DeletionRequest(TASK, force, SAFELY.actor(), SAFELY.requestId()));
        deletions.clock.advance(Duration.ofSeconds(3));
        submittedAgain();
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
    }

    /** One broken connection must not decide it, and what cannot be known is told. */
    @Test
    @Tag("F34")
    void forceAsksAgainWhetherTheTaskIsStillTheOneThatItsLookHasSeen() {
        DeletionRequest forced = new DeletionRequest(TASK, true, SAFELY.actor(), SAFELY.requestId());
        deletions.objects.silent();
        Future<DeletionVerdict> refused = deletions.delete(forced);
        submittedAgain();
        Iterator<Runnable> happenings = List.<Runnable>of(() -> deletions.keys.broken(OUT), deletions.keys::mended)
                .iterator();
        deletions.registry.betweenLooks(() -> happenings.next().run());
        deletions.clock.advanceUntilDone(refused, TestingDeletions.TIMEOUT);
        assertThat(TestingDeletions.refusal(refused.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);

        deletions.registry.betweenLooks(() -> deletions.keys.broken(OUT));
        Future<DeletionVerdict> unsure = deletions.delete(forced);
        deletions.clock.advanceUntilDone(unsure, TestingDeletions.TIMEOUT);
        assertThat(TestingDeletions.completed(unsure.result()).warnings())
                .anyMatch(warning -> warning.kind() == Warning.Kind.STATE_UNKNOWN
                        && warning.text().startsWith("Whether this was still the task"));
    }

    /** Twice of 10 s each would be all that is left. */
    @Test
    @Tag("F21")
    void whereLittleTimeIsLeftASilentRedisDoesNotKeepTheOthersFromBeingEmptied() {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(42));
        deletions.registry.betweenLooks(deletions.keys::silent);
        deletions.records.leaseEnded(TASK);
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        DeletionResult result = TestingDeletions.completed(verdict.result());
        assertThat(result.outcomes().get(0).isDeleted()).isTrue();
    }

    /** A first look that is so old must not stand because the second had no time. */
    @Test
    @Tag("F34")
    void whereLittleTimeIsLeftTheSecondLookMayHaveAllOfIt() {
        deletions.records.takenByAnother(TASK);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(52));
        deletions.registry.betweenLooks(() -> {
            deletions.registry.saying(TASK, "running", "IN_PROGRESS");
            deletions.registry.searching(() -> deletions.clock.after(Duration.ofSeconds(5)));
        });
        deletions.records.leaseEnded(TASK);
        deletions.clock.advanceUntilDone(verdict, TestingDeletions.TIMEOUT);

        assertThat(TestingDeletions.refusal(verdict.result()).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    /** A call may take 10 s, a search 30 s. */
    @Test
    @Tag("F34")
    void aTaskThatBeginsToWorkIsRefusedThoughItsManyRecordsMustBeSearchedForAgain() {
        deletions.registry.searching(() -> deletions.clock.after(Duration.ofSeconds(15)));
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        assertThat(refusal().reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
    }

    @Test
    @Tag("F34")
    void aNewTaskKeepsItsStateThoughItsManyRecordsMustBeSearchedFor() {
        meanwhile(() -> {
            deletions.registry.forget(TASK);
            deletions.registry.saying(TASK, "pending", "SUCCESS", "t2");
            deletions.registry.searching(() -> deletions.clock.after(Duration.ofMillis(8_500)));
        });
        assertThat(code(outcome(1))).hasValue(FailureCode.NEW_TASK);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
    }

    /** As where its breaker has just opened. */
    @Test
    @Tag("F34")
    void aLookThatCouldNotBeRepeatedIsNotBelieved() {
        AtomicInteger looks = new AtomicInteger();
        deletions.registry.betweenLooks(() -> {
            if (looks.getAndIncrement() == 0) {
                throw new CircuitOpen();
            }
            deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2");
        });
        DeletionResult result = completed();

        assertThat(code(result.outcomes().get(1))).hasValue(FailureCode.NEW_TASK);
        assertThat(result.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.STATE_UNKNOWN);
        assertThat(deletions.keys.items()).containsKey("task-1");
    }

    @Test
    void theDurationIsThatOfTheRequest() {
        deletions.clock.advance(Duration.ofSeconds(100));
        deletions.onStart(deletions.objects::silent);
        long took = deletions
                .answer(SAFELY)
                .<Duration>fold(done -> done.result().duration(), refused -> Duration.ZERO)
                .toSeconds();
        assertThat(took).isEqualTo(51); // of the 60 s, 10 are kept for the state; one of those is for the report
    }

    @Test
    void whatCannotBeReadUnderTheLeaseIsAsTheFirstLookLeftItUnlessTheOperatorWantsToBeSure() {
        deletions.registry.betweenLooks(() -> deletions.keys.broken(OUT));
        assertThat(outcome(0).isDeleted()).isTrue();

        TestingDeletions strict = new TestingDeletions(true, 64);
        strict.directory.holding(TASK, 1);
        strict.registry.saying(TASK, "pending", "SUCCESS");
        strict.registry.betweenLooks(() -> strict.keys.broken(OUT));
        assertThat(TestingDeletions.refusal(strict.answer(SAFELY)).reason())
                .isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(strict.directory.items()).containsEntry("task-1", 1L);
    }

    /** The share takes its time; the caller does not. */
    private void meanwhile(Runnable happening) {
        deletions.onStart(() -> {
            deletions.directory.silent();
            deletions.clock.after(Duration.ofSeconds(40)).onSuccess(due -> happening.run());
        });
    }

    @Test
    @Tag("F34")
    void aTaskThatIsSubmittedAgainWhileItsPredecessorIsDeletedKeepsItsState() {
        meanwhile(this::submittedAgain);
        assertThat(code(outcome(1))).hasValue(FailureCode.NEW_TASK);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
    }

    /** The share is emptied late, but is: while anything else is left, the state stays as its only record. */
    @Test
    @Tag("F34")
    void aTaskThatIsSubmittedAgainKeepsItsStateEvenIfNoIntentCouldBeWritten() {
        deletions.records.unwritable();
        deletions.directory.reportingAfter(
                deletions.clock.after(Duration.ofSeconds(40)).onSuccess(due -> submittedAgain()));
        assertThat(code(outcome(1))).hasValue(FailureCode.NEW_TASK);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
    }

    private void submittedAgain() {
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "pending", "SUCCESS", "t2");
    }

    @Test
    @Tag("F34")
    void aTaskThatWorksAgainWhileItIsDeletedKeepsItsState() {
        meanwhile(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        assertThat(code(outcome(1))).hasValue(FailureCode.NEW_TASK);
        assertThat(deletions.keys.items()).containsEntry("task-1", 2L);
    }

    @Test
    void theSameTaskGoesHoweverLongItTakes() {
        meanwhile(() -> deletions.registry.saying(TASK, "completed", "SUCCESS"));
        assertThat(outcome(1).isDeleted()).isTrue();
        assertThat(deletions.keys.items()).isEmpty();
    }

    @Test
    void aDeletionThatTakesNotLongReadsTheStateTwice() {
        outcome(1);
        assertThat(asked("redis survey task-1")).isEqualTo(3); // the last finds it gone
    }
}
