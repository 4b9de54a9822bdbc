package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task that is submitted while one of the same name is deleted, and that the deletion notices: all that it has stays, for good. */
class SubmittedMeanwhileTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Duration BRIEF = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(2);

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void begin() {
        deletions.sweeper().start();
    }

    private static DeletionRequest request(boolean force) {
        return new DeletionRequest(TASK, force, "tester", "request-1");
    }

    /** The directory takes so long, and a new task begins before it is looked at again. */
    private DeletionResult deleted(boolean force, Duration takes, Runnable submission) {
        deletions.directory.holding(TASK, 3).reportingAfter(deletions.clock.after(takes));
        deletions.registry.saying(TASK, force ? "running" : "completed", "SUCCESS", "first");
        deletions.clock.after(takes.dividedBy(2)).onSuccess(now -> {
            deletions.registry.forget(TASK);
            deletions.directory.holding(TASK, 9);
            submission.run();
        });
        return TestingDeletions.completed(deletions.answer(request(force)));
    }

    private void aSecond() {
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "second");
    }

    private static List<Optional<FailureCode>> codes(DeletionResult result) {
        return result.outcomes().stream()
                .map(outcome -> outcome.<Optional<FailureCode>>fold(
                        deleted -> Optional.empty(),
                        skipped -> Optional.empty(),
                        failed -> Optional.of(failed.failure().code())))
                .toList();
    }

    private void assertThatAllOfItIsThere() {
        assertThat(deletions.directory.items()).containsEntry("task-1", 9L);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
    }

    /** However fresh the look at the state is: without its state, nothing would tell later whose the directory is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsStateIsNotDeletedOnceItsDirectoryHasBeenMet(boolean force) {
        assertThat(codes(deleted(force, BRIEF, this::aSecond)))
                .containsExactly(
                        Optional.of(FailureCode.NEW_TASK), Optional.of(FailureCode.NEW_TASK), Optional.empty());
        deletions.clock.advance(Duration.ofHours(1));
        assertThatAllOfItIsThere();
    }

    /** Its workers heed the fence, too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDeletionEndsWithItAndSoDoesItsFence(boolean force) {
        deleted(force, LONG, this::aSecond);
        Receipt receipt = deletions.records.receipt(TASK).orElseThrow();
        assertThat(receipt.state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(receipt.fence()).isFalse();
        assertThat(receipt.open()).isFalse();
        assertThat(receipt.expiresAt()).isPresent();
        assertThat(deletions.records.open()).isEmpty();
    }

    /** It has no creation time and has ended when a sweeper would try again: nothing tells them apart then. */
    @Test
    void whatWasLeftToATaskWithoutACreationTimeIsNotTakenUpAgain() {
        deleted(false, LONG, () -> deletions.registry.undated(TASK, "running", "IN_PROGRESS"));
        deletions.registry.forget(TASK);
        deletions.registry.undated(TASK, "completed", "SUCCESS");
        deletions.clock.advance(Duration.ofHours(1));
        assertThatAllOfItIsThere();
    }

    /** Its state has gone by itself when the slower objects are done: nothing tells whose the directory is then. */
    @Test
    void aSecondPassThatHasMetItIsTheLast() {
        lateWrites();
        deletions.objects.holding(TASK, 1);
        Duration pass = TestingDeletions.SECOND_PASSES.get(0);
        deletions.directory.reportingAfter(deletions.clock.after(pass.plus(LONG.multipliedBy(2))));
        deletions.objects.reportingAfter(deletions.clock.after(pass.plus(LONG.multipliedBy(4))));
        deletions.clock.after(pass.plus(LONG)).onSuccess(now -> {
            deletions.registry.forget(TASK);
            deletions.directory.holding(TASK, 9);
            aSecond();
        });
        deletions.clock.after(pass.plus(LONG.multipliedBy(3))).onSuccess(now -> {
            deletions.registry.forget(TASK);
            deletions.keys.holding(TASK, 0);
        });
        deletions.clock.advance(Duration.ofHours(1));
        assertThat(deletions.directory.items()).containsEntry("task-1", 9L);
        assertThat(deletions.records.receipt(TASK).orElseThrow().open()).isFalse();
    }

    private void lateWrites() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "first");
        deletions.answer(request(true));
        deletions.registry.forget(TASK);
        deletions.directory.holding(TASK, 2);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "first");
    }

    /** It is submitted while the pass removes what the first one's workers wrote late. */
    @Test
    void aSecondPassLeavesItToo() {
        lateWrites();
        Duration untilThePass = TestingDeletions.SECOND_PASSES.get(0);
        deletions.directory.reportingAfter(deletions.clock.after(untilThePass.plus(BRIEF)));
        deletions.clock.after(untilThePass.plus(BRIEF.dividedBy(2))).onSuccess(now -> {
            deletions.registry.forget(TASK);
            deletions.directory.holding(TASK, 9);
            aSecond();
        });
        deletions.clock.advance(Duration.ofHours(1));
        assertThatAllOfItIsThere();
    }

    /** Its own state, which has ended meanwhile and has no creation time, would not tell. */
    @Test
    void itsStateStaysThoughItHasEndedByThen() {
        deletions.objects.holding(TASK, 3).reportingAfter(deletions.clock.after(BRIEF.multipliedBy(3)));
        deletions.clock.after(BRIEF.multipliedBy(2)).onSuccess(now -> {
            deletions.registry.forget(TASK);
            deletions.registry.undated(TASK, "completed", "SUCCESS");
        });
        deleted(false, BRIEF, () -> deletions.registry.undated(TASK, "running", "IN_PROGRESS"));
        deletions.clock.advance(Duration.ofHours(1));
        assertThatAllOfItIsThere();
    }

    /** To repeat the request would be to delete it. */
    @Test
    void nothingAsksForARepeatThoughThereIsNoReceipt() {
        deletions.records.unwritable();
        assertThat(codes(deleted(false, LONG, this::aSecond)))
                .containsExactly(
                        Optional.of(FailureCode.NEW_TASK), Optional.of(FailureCode.NEW_TASK), Optional.empty());
        assertThatAllOfItIsThere();
    }

    /** Nor though the objects' store is out: to ask it again, above all by force, would be to delete the new task. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingAsksForARepeatThoughAStoreIsOut(boolean force) {
        deletions.objects.holding(TASK, 3).refusing(new Failure(FailureCode.UNAVAILABLE, "It is out."));
        assertThat(codes(deleted(force, LONG, this::aSecond))).containsOnly(Optional.of(FailureCode.NEW_TASK));
        assertThatAllOfItIsThere();
    }

    /** The deletion goes on without its lease, whose answer comes late; taking the intent back may fail at first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatGoesOnWithoutALateLeaseIsNotResumedEither(int failing) {
        TestingDeletions hasty = hasty();
        hasty.records.late(Duration.ofSeconds(5));
        hasty.records.failing(0, failing);
        assertThatAllOfTheSecondStays(hasty);
    }

    /** Its answer never comes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void norIsWhatGoesOnWithoutALeaseWhoseAnswerIsLost(int failing) {
        TestingDeletions hasty = hasty();
        hasty.records.losing(1);
        hasty.records.failing(0, failing);
        assertThatAllOfTheSecondStays(hasty);
    }

    /** It would come back with its receipt, which stays as one that was given up. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norIsAnEarlierDeletionThatWasOpen(boolean late) {
        TestingDeletions hasty = hasty();
        hasty.directory.refusing(new Failure(FailureCode.UNAVAILABLE, "It is out."));
        hasty.answer(request(false));
        assertThat(hasty.records.receipt(TASK).orElseThrow().open()).isTrue();
        hasty.directory.mended();
        if (late) {
            hasty.records.late(Duration.ofSeconds(5));
        } else {
            hasty.records.losing(1);
        }
        assertThatAllOfTheSecondStays(hasty);
        assertThat(hasty.records.receipt(TASK))
                .hasValueSatisfying(receipt -> assertThat(receipt.open()).isFalse());
    }

    private static TestingDeletions hasty() {
        TestingDeletions hasty = TestingDeletions.within(Duration.ofSeconds(10));
        hasty.sweeper().start();
        hasty.directory.holding(TASK, 3);
        hasty.registry.saying(TASK, "completed", "SUCCESS", "first");
        return hasty;
    }

    /** Redis does not say who holds the lease, and the directory is slow: so the deletion has none when it meets the second task. */
    private static void assertThatAllOfTheSecondStays(TestingDeletions hasty) {
        hasty.directory.reportingAfter(hasty.clock.after(Duration.ofMillis(8_400)));
        hasty.clock.after(Duration.ofMillis(8_200)).onSuccess(now -> {
            hasty.registry.forget(TASK);
            hasty.directory.holding(TASK, 9);
            hasty.registry.undated(TASK, "running", "IN_PROGRESS");
        });
        hasty.records.onTake(() -> hasty.records.unheard(2));
        Future<DeletionVerdict> verdict = hasty.delete(request(false));
        hasty.clock.advance(Duration.ofSeconds(12));
        assertThat(codes(TestingDeletions.completed(verdict.result()))).contains(Optional.of(FailureCode.NEW_TASK));
        hasty.registry.forget(TASK);
        hasty.registry.undated(TASK, "completed", "SUCCESS");
        hasty.clock.advance(Duration.ofHours(1));
        assertThat(hasty.directory.items()).containsEntry("task-1", 9L);
    }

    /** What it would say is what the receipt says already, but for that. */
    @Test
    void aRetryThatMeetsItIsTheLastThoughItHasRemovedNothing() {
        deletions.directory.holding(TASK, 3).refusing(new Failure(FailureCode.UNAVAILABLE, "It is out."));
        deletions.registry.saying(TASK, "completed", "SUCCESS", "first");
        deletions.answer(request(false));
        deletions.registry.forget(TASK);
        deletions.directory.mended();
        deletions.directory.erase(
                new Deletion(TASK, "d-1", deletions.clock.in(Duration.ofSeconds(1))), Evidence.UNSEEN);
        deletions.onStart(() -> {
            deletions.directory.holding(TASK, 9);
            aSecond();
        });
        deletions.clock.advance(DeletionPolicy.RETRY.plusMinutes(1));
        assertThat(deletions.records.receipt(TASK).orElseThrow().open()).isFalse();
        assertThat(deletions.records.open()).isEmpty();
    }
}
