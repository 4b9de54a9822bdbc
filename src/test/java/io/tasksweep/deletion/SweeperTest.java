package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Unit;
import io.tasksweep.domain.Warning;
import io.tasksweep.testing.TestingDeletions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweeperTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");
    private static final DeletionRequest BY_FORCE = new DeletionRequest(TASK, true, "tester", "request-2");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final Failure DENIED = new Failure(FailureCode.ACCESS_DENIED, "It is denied.");

    private static final TaskState OF_T1 = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t1")), false);

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void start() {
        deletions.sweeper().start();
    }

    private Receipt receipt() {
        return deletions.records.receipt(TASK).orElseThrow();
    }

    private void forceActive() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.answer(BY_FORCE);
        deletions.registry.forget(TASK);
    }

    private void goBy(int seconds) {
        deletions.clock.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void f50_aCrashedDeletionIsFinishedAndRecordedAsRecovered() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        Receipt intent = Receipt.intent(SAFELY, "d-1", OF_T1, Optional.empty(), deletions.clock.instant(), 2);
        deletions.records.crashed(intent, Duration.ofSeconds(30));

        goBy(29);
        assertThat(deletions.directory.items()).isNotEmpty();
        goBy(5);

        assertThat(deletions.directory.items()).isEmpty();
        assertThat(deletions.keys.items()).isEmpty();
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(deletions.records.open()).isEmpty();
        assertThat(deletions.journal).contains("audit task-1 recovered");
    }

    private void crashed() {
        deletions.records.crashed(
                Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 2),
                Duration.ZERO);
    }

    @Test
    @Tag("I09")
    void whatACrashedDeletionRemovedIsRecordedAlthoughNothingIsEmptyYet() {
        deletions.directory.holding(TASK, 5).forgetting();
        crashed();
        goBy(5);

        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(recorded()).containsExactly("audit task-1 recovered");
        goBy(330);
        assertThat(recorded()).containsExactly("audit task-1 recovered", "audit task-1 retried");
    }

    @Test
    @Tag("I09")
    void aCrashedDeletionIsRecordedOnceAndRetriesThatRemoveNothingAreNoNews() {
        deletions.directory.holding(TASK, 5).refusing(OUT);
        crashed();
        goBy(3600);

        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(recorded()).containsExactly("audit task-1 recovered");
    }

    private List<String> recorded() {
        return deletions.journal.stream()
                .filter(entry -> entry.startsWith("audit"))
                .toList();
    }

    @Test
    void whatIsOutstandingIsTriedAgainUntilItIsDone() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        deletions.objects.broken(OUT);
        deletions.answer(SAFELY);
        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);
        goBy(330);
        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);

        deletions.objects.mended().holding(TASK, 2);
        goBy(330);

        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(deletions.objects.items()).isEmpty();
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    void lateWritesAreDeletedAndCountedAndTheFenceGoesWithTheLastPass() {
        forceActive();
        assertThat(receipt().fence()).isTrue();
        deletions.directory.holding(TASK, 2);
        goBy(12);
        assertThat(deletions.directory.items()).isEmpty();
        assertThat(receipt().lateWrites()).isEqualTo(2);
        assertThat(receipt().fence()).isTrue();

        deletions.objects.holding(TASK, 1);
        goBy(40);
        assertThat(deletions.objects.items()).isNotEmpty();
        goBy(15);

        assertThat(deletions.objects.items()).isEmpty();
        assertThat(receipt().lateWrites()).isEqualTo(3);
        assertThat(receipt().fence()).isFalse();
        assertThat(receipt().expiresAt()).isPresent();
        assertThat(deletions.records.open()).isEmpty();
        assertThat(deletions.journal).contains("audit task-1 late_writes");
    }

    @Test
    void aReceiptOutlivesItsPassesHoweverSoonItExpires() {
        TestingDeletions hasty = new TestingDeletions(Duration.ofSeconds(30));
        hasty.sweeper().start();
        hasty.directory.holding(TASK, 3);
        hasty.registry.saying(TASK, "running", "IN_PROGRESS");
        hasty.answer(BY_FORCE);
        hasty.clock.advance(Duration.ofSeconds(55));
        assertThat(hasty.records.receipt(TASK).filter(Receipt::fence)).isPresent();

        hasty.directory.holding(TASK, 2);
        hasty.clock.advance(Duration.ofSeconds(10));
        assertThat(hasty.directory.items()).isEmpty();
        assertThat(hasty.records.receipt(TASK).orElseThrow().expiresAt()).isPresent();
        hasty.clock.advance(Duration.ofSeconds(30));
        assertThat(hasty.records.receipt(TASK)).isEmpty();
        assertThat(hasty.records.open()).isEmpty();
    }

    @Test
    void aNewTaskOfTheSameNameEndsThePassesAndIsNotTouched() {
        forceActive();
        deletions.directory.holding(TASK, 5);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2");
        goBy(12);

        assertThat(deletions.directory.items()).containsEntry("task-1", 5L);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
        assertThat(receipt().fence()).isFalse();
        assertThat(deletions.records.open()).isEmpty();
        goBy(120);
        assertThat(deletions.directory.items()).containsEntry("task-1", 5L);
    }

    @Test
    void aPassWaitsForAStoreThatIsOut() {
        forceActive();
        deletions.directory.holding(TASK, 2);
        deletions.objects.broken(OUT);
        goBy(20);
        assertThat(deletions.directory.items()).isNotEmpty();

        deletions.objects.mended();
        goBy(60);
        assertThat(deletions.directory.items()).isEmpty();
        assertThat(receipt().lateWrites()).isEqualTo(2);
    }

    /** Its workers must not wait for a store of which they know nothing. */
    @Test
    @Tag("I07")
    void aNewTaskIsRidOfTheFenceThoughAStoreIsOut() {
        forceActive();
        deletions.objects.broken(OUT);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2");
        goBy(20);
        assertThat(receipt().fence()).isFalse();
        assertThat(deletions.records.open()).isEmpty();
    }

    /** As where the bucket refuses: without a state nothing tells that what is there by then is a new task's. */
    @Test
    @Tag("I03")
    void aStoreThatWasEmptyIsNotEmptiedAgainByARetry() {
        deletions.directory.holding(TASK, 3);
        deletions.objects.holding(TASK, 2);
        deletions.objects.refusing(DENIED);
        deletions.answer(SAFELY);
        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);

        deletions.directory.holding(TASK, 7);
        goBy(400);
        assertThat(deletions.directory.items()).containsEntry("task-1", 7L);
        AtomicReference<Receipt> begun = new AtomicReference<>();
        deletions.onStart(() -> begun.set(receipt()));
        goBy(400);
        assertThat(begun.get().state()).isEqualTo(Receipt.State.RUNNING);
        assertThat(begun.get().outstanding())
                .as("by whoever goes on after a crash")
                .containsExactly(ResourceKind.MINIO);

        assertThat(leftAlone()).as("while the bucket still refuses").hasSize(1);

        deletions.objects.mended();
        goBy(400);
        assertThat(leftAlone()).hasSize(1).allMatch(text -> text.contains("local_directory"));
        assertThat(deletions.objects.items()).isEmpty();
        assertThat(deletions.directory.items()).containsEntry("task-1", 7L);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
    }

    private List<String> leftAlone() {
        return receipt().result().orElseThrow().warnings().stream()
                .filter(warning -> warning.kind() == Warning.Kind.LEFT_ALONE)
                .map(Warning::text)
                .toList();
    }

    /** As where the share is out just then: nobody could say whether it is empty, so it is neither skipped nor, by the next retry, emptied. */
    @Test
    @Tag("I05")
    void aStoreThatIsSparedMustBeSeen() {
        deletions.directory.holding(TASK, 3);
        deletions.objects.holding(TASK, 2);
        deletions.objects.refusing(DENIED);
        deletions.answer(SAFELY);
        Receipt before = receipt();
        deletions.objects.mended();
        deletions.directory.holding(TASK, 7).broken(OUT);
        goBy(400);
        assertThat(receipt()).isEqualTo(before);
        goBy(3_600);
        assertThat(deletions.journal.stream().filter("postponed task-1"::equals))
                .as("why, every 5 minutes")
                .hasSizeBetween(11, 14);

        deletions.directory.mended();
        goBy(400);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(deletions.objects.items()).isEmpty();
        assertThat(leftAlone()).hasSize(1).allMatch(text -> text.contains("local_directory"));
    }

    /** As any request would: the state says that it is the same task, and it has gone on. */
    @Test
    void aDeletionIsNotResumedWithinTheQuietPeriodUnlessOnlyItsOwnRestIsYoung() {
        TestingDeletions quiet = TestingDeletions.heeding(Duration.ofMinutes(20));
        quiet.sweeper().start();
        quiet.directory.holding(TASK, 3);
        quiet.registry.saying(TASK, "pending", "SUCCESS");
        quiet.keys.refusing(DENIED);
        quiet.answer(SAFELY);
        assertThat(quiet.directory.items()).isEmpty();

        quiet.keys.mended();
        quiet.directory.holding(TASK, 7).changed(quiet.clock.instant());
        quiet.clock.advance(Duration.ofMinutes(15));
        assertThat(quiet.directory.items()).containsEntry("task-1", 7L);
        assertThat(quiet.journal.stream().filter("postponed task-1"::equals)).hasSizeBetween(2, 3);
        quiet.clock.advance(Duration.ofMinutes(15));
        assertThat(quiet.directory.items()).isEmpty();
        assertThat(quiet.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    /** The look at the objects may be skipped where somebody waits for it; here nobody does. */
    @Test
    void aStoreThatIsSparedAndEmptyIsSaidToBeSkippedAndNothingMore() {
        deletions.directory.holding(TASK, 3).refusing(DENIED);
        deletions.objects.holding(TASK, 2).free();
        deletions.answer(SAFELY);
        deletions.directory.mended();
        goBy(400);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(leftAlone()).isEmpty();
    }

    /** Workers that write for the old task must know while it is being deleted. */
    @Test
    void theFenceStaysWhileSomethingIsOutstandingThoughOtherStoresAreSpared() {
        deletions.objects.holding(TASK, 2).refusing(DENIED);
        forceActive();
        Receipt before = receipt();
        goBy(400);
        assertThat(receipt()).isEqualTo(before);
        assertThat(receipt().fence()).isTrue();

        deletions.objects.mended();
        goBy(400);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(receipt().fence()).isFalse();
        assertThat(receipt().open()).isFalse();
    }

    /** Otherwise its workers would be told to stop, and its owner that it is gone. */
    @Test
    void anActiveTaskWhoseStateIsSparedIsNeitherCancelledNorSaidToBeDeleted() {
        deletions.objects.holding(TASK, 2).refusing(DENIED);
        forceActive();
        deletions.registry.undated(TASK, "running", "IN_PROGRESS");
        deletions.objects.mended();
        goBy(400);

        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
        assertThat(deletions.journal).containsOnlyOnce("cancel task-1");
        assertThat(receipt().result().orElseThrow().warnings())
                .extracting(Warning::kind)
                .containsExactly(Warning.Kind.LEFT_ALONE);
    }

    /** Only without a creation time it cannot be told whose the data is. */
    @Test
    void whereTheStateSaysThatItIsTheSameTaskNothingIsSpared() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        deletions.objects.holding(TASK, 2).refusing(DENIED);
        deletions.answer(SAFELY);
        deletions.directory.holding(TASK, 7);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        goBy(400);
        assertThat(deletions.directory.items()).isEmpty();
        assertThat(leftAlone()).isEmpty();
    }

    @Test
    void anActiveTaskIsLeftAloneAlthoughItsOldDeletionIsOpen() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        Receipt intent = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 2);
        deletions.records.crashed(intent, Duration.ZERO);
        goBy(60);

        assertThat(deletions.directory.items()).containsEntry("task-1", 3L);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("erase"));
        assertThat(receipt().state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(receipt().expiresAt()).isPresent();
        assertThat(recorded()).containsExactly("audit task-1 recovered");
    }

    @Test
    @Tag("I09")
    void aCrashedDeletionIsRecordedWhenARequestDoesItsWork() {
        deletions.directory.holding(TASK, 3);
        deletions.records.crashed(
                Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 2),
                Duration.ofSeconds(30));
        deletions.answer(SAFELY);
        assertThat(recorded()).containsExactly("audit task-1 recovered");
        goBy(600);

        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
        assertThat(recorded()).containsExactly("audit task-1 recovered");
    }

    @Test
    @Tag("I09")
    void aRefusedRequestLeavesTheRecordOfACrashedDeletionToTheSweeper() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        crashed();
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));
        assertThat(deletions.answer(SAFELY)).isInstanceOf(DeletionVerdict.Refused.class);
        assertThat(recorded()).isEmpty();
    }

    @Test
    @Tag("I08")
    void aRepeatThatRemovesNothingLeavesTheReceiptOfAnIncompleteDeletion() {
        deletions.directory.holding(TASK, 3);
        deletions.objects.broken(OUT);
        deletions.answer(SAFELY);
        Receipt before = receipt();
        assertThat(before.state()).isEqualTo(Receipt.State.INCOMPLETE);
        deletions.answer(new DeletionRequest(TASK, false, "another", "r-2"));
        assertThat(receipt()).isEqualTo(before);
        goBy(330);
        assertThat(receipt()).isEqualTo(before);

        deletions.answer(BY_FORCE);
        assertThat(receipt().force()).isTrue();
        deletions.objects.mended();
        goBy(330);
        assertThat(receipt().state()).isEqualTo(Receipt.State.DONE);
    }

    /** A look is as old as its slowest answer. */
    @Test
    void aNewTaskThatBeginsDuringTheLookOfASecondPassIsLeftAloneAndItsFenceGoes() {
        forceActive();
        deletions.directory.holding(TASK, 2);
        deletions.registry.betweenLooks(() -> {
            deletions.directory.holding(TASK, 7);
            deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2");
        });
        goBy(12);

        assertThat(deletions.directory.items()).containsEntry("task-1", 7L);
        assertThat(deletions.keys.items()).containsKey("task-1");
        assertThat(receipt().fence()).isFalse();
        assertThat(receipt().passes()).isZero();
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    void whatANewTaskWritesWhileASecondPassDeletesIsLeftToItAndItsFenceGoes() {
        forceActive();
        deletions.directory.holding(TASK, 2).forgetting().reportingAfter(deletions.clock.after(Duration.ofSeconds(20)));
        deletions
                .clock
                .after(Duration.ofSeconds(15))
                .onSuccess(begun -> deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2"));
        goBy(25);

        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
        assertThat(deletions.keys.items()).containsKey("task-1");
        assertThat(receipt().fence()).isFalse();
        assertThat(receipt().passes()).isZero();
    }

    @Test
    void aSecondPassThatCannotReadTheStateOnceMoreIsMadeLater() {
        forceActive();
        deletions.directory.holding(TASK, 2);
        deletions.registry.betweenLooks(() -> deletions.keys.broken(OUT));
        goBy(15);
        assertThat(deletions.directory.items()).containsEntry("task-1", 2L);
        deletions.registry.betweenLooks(() -> {});
        deletions.keys.mended();
        goBy(35);
        assertThat(deletions.directory.items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewTaskThatBeginsBeforeTheLeaseOfAResumedDeletionIsLeftAlone(boolean force) {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        DeletionRequest request = new DeletionRequest(TASK, force, "tester", "request-1");
        deletions.records.crashed(
                Receipt.intent(request, "d-1", OF_T1, Optional.empty(), deletions.clock.instant(), 2), Duration.ZERO);
        deletions.records.onTake(() -> deletions.registry.saying(TASK, "pending", "SUCCESS", "t2"));
        goBy(60);

        assertThat(deletions.directory.items()).containsEntry("task-1", 3L);
        assertThat(deletions.keys.items()).containsKey("task-1");
        assertThat(receipt().expiresAt()).isPresent();
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    void aForcedDeletionIsNotResumedWhileTheStateCannotBeReadUnderTheLease() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        deletions.records.crashed(
                Receipt.intent(BY_FORCE, "d-1", OF_T1, Optional.empty(), deletions.clock.instant(), 2), Duration.ZERO);
        deletions.registry.betweenLooks(() -> deletions.keys.broken(OUT));
        goBy(15);
        assertThat(deletions.directory.items()).containsEntry("task-1", 3L);
        assertThat(deletions.journal).as("why").contains("postponed task-1");
        deletions.registry.betweenLooks(() -> {});
        deletions.keys.mended();
        goBy(60);
        assertThat(deletions.directory.items()).isEmpty();
    }

    @Test
    void afterStoppingNothingIsTakenUp() {
        deletions.sweeper().stop();
        forceActive();
        deletions.directory.holding(TASK, 2);
        goBy(100);
        assertThat(deletions.directory.items()).isNotEmpty();
    }

    @Test
    void theSweeperNeverTouchesANewTaskOfTheSameNameWhateverTheForce() {
        for (DeletionRequest request : List.of(SAFELY, BY_FORCE)) {
            TestingDeletions fresh = new TestingDeletions();
            fresh.sweeper().start();
            fresh.directory.holding(TASK, 3);
            fresh.registry.saying(TASK, "pending", "SUCCESS");
            fresh.objects.broken(OUT);
            fresh.answer(request);
            fresh.objects.mended();
            fresh.registry.forget(TASK);
            fresh.directory.holding(TASK, 7);
            fresh.registry.saying(TASK, "pending", "SUCCESS", "t2");
            fresh.clock.advance(Duration.ofHours(1));

            assertThat(fresh.directory.items()).containsEntry("task-1", 7L);
            assertThat(fresh.keys.items()).containsEntry("task-1", 1L);
            assertThat(fresh.records.open()).isEmpty();
        }
    }

    @Test
    void aRefusedRequestIsNotCarriedOutLaterAlthoughItsIntentStayed() {
        deletions.directory.holding(TASK, 3);
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.records.crashed(
                Receipt.intent(SAFELY, "d-1", OF_T1, Optional.empty(), deletions.clock.instant(), 2), Duration.ZERO);
        goBy(60);
        deletions.registry.forget(TASK);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        goBy(7200);

        assertThat(deletions.directory.items()).containsEntry("task-1", 3L);
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    void everyKindOfLateWriteIsCounted() {
        forceActive();
        deletions.directory.holding(TASK, 2);
        deletions.objects.holding(TASK, 3);
        deletions.keys.holding(TASK, 4);
        goBy(12);
        assertThat(receipt().lateWrites()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(names = {"VERSIONS", "DELETE_MARKERS", "UPLOADS"})
    @Tag("I09")
    void aPassIsRecordedWhateverItRemoved(Unit unit) {
        forceActive();
        deletions.objects.counting(unit).holding(TASK, 2);
        goBy(12);

        assertThat(deletions.objects.items()).isEmpty();
        assertThat(recorded()).containsExactly("audit task-1 late_writes");
    }

    @Test
    @Tag("I09")
    void aPassThatRemovedOnlyDirectoriesIsRecorded() {
        forceActive();
        deletions.directory.counting(Unit.DIRECTORIES).holding(TASK, 2);
        goBy(12);

        assertThat(deletions.directory.items()).isEmpty();
        assertThat(recorded()).containsExactly("audit task-1 late_writes");
    }

    @Test
    void aPassThatFindsNothingIsNoNews() {
        forceActive();
        goBy(100);
        assertThat(receipt().lateWrites()).isZero();
        assertThat(receipt().passes()).isZero();
        assertThat(deletions.journal).doesNotContain("audit task-1 late_writes");
    }
}
