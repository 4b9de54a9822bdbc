package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Warning;
import io.tasksweep.testing.TestingDeletions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionServiceTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");
    private static final DeletionRequest BY_FORCE = new DeletionRequest(TASK, true, "tester", "request-2");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final Failure DENIED = new Failure(FailureCode.ACCESS_DENIED, "It is denied.");

    private TestingDeletions deletions = new TestingDeletions();

    @AfterEach
    void eachLookIsGivenBack() {
        assertThat(deletions.registry.held()).isEmpty();
    }

    private void finishedTask() {
        deletions.directory.holding(TASK, 12);
        deletions.objects.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
    }

    private DeletionResult completed(DeletionRequest request) {
        return completed(deletions.answer(request));
    }

    private static DeletionResult completed(DeletionVerdict verdict) {
        return TestingDeletions.completed(verdict);
    }

    private Refusal refused(DeletionRequest request) {
        return deletions
                .answer(request)
                .<Refusal>fold(
                        done -> {
                            throw new AssertionError("carried out: " + done.result());
                        },
                        DeletionVerdict.Refused::refusal);
    }

    private static List<String> words(DeletionResult result) {
        return result.outcomes().stream()
                .map(outcome -> outcome.<String>fold(
                        deleted -> "deleted",
                        skipped -> "skipped",
                        failed -> failed.failure().code().label()))
                .toList();
    }

    private static List<Warning.Kind> warnings(DeletionResult result) {
        return result.warnings().stream().map(Warning::kind).toList();
    }

    private boolean nothingIsLeft() {
        return deletions.directory.items().isEmpty()
                && deletions.keys.items().isEmpty()
                && deletions.objects.items().isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ResourceKind.class)
    void oneStoreThatHangsLeavesTimeForTheOthersHoweverShortItIs(ResourceKind hanging) {
        deletions = TestingDeletions.within(Duration.ofSeconds(10));
        finishedTask();
        deletions.of(hanging).silent();
        if (hanging == ResourceKind.REDIS) {
            deletions.records.silent(TASK);
            deletions.records.unheard(100);
        }

        assertThat(completed(SAFELY).outcomes())
                .allSatisfy(outcome -> assertThat(outcome.isFailed()).isEqualTo(outcome.kind() == hanging));
    }

    @Test
    void aFinishedTaskIsDeletedFromAllThreeStoresItsStateLast() {
        finishedTask();
        DeletionResult result = completed(SAFELY);

        assertThat(result.status()).isEqualTo(OverallStatus.SUCCESS);
        assertThat(words(result)).containsExactly("deleted", "deleted", "deleted");
        assertThat(result.warnings()).isEmpty();
        assertThat(nothingIsLeft()).isTrue();
        assertThat(deletions.journal)
                .containsSubsequence(
                        "intent task-1", "local_directory erase task-1", "redis erase task-1", "settle task-1")
                .containsSubsequence(
                        "minio erase task-1", "minio survey task-1", "redis erase task-1", "redis survey task-1");
    }

    private long asked(String entry) {
        return deletions.journal.stream().filter(entry::equals).count();
    }

    /** One request fewer for each task, and its time. */
    @Test
    void objectsAreNotLookedForBeforehandWhereTheirStoreIsFreeAndAnotherKnowsTheTask() {
        deletions.directory.holding(TASK, 12);
        deletions.objects.holding(TASK, 3).looking().free();
        assertThat(words(completed(SAFELY))).containsExactly("deleted", "skipped", "deleted");
        assertThat(asked("minio survey task-1")).isZero();

        deletions.journal.clear();
        deletions.objects.holding(TASK, 3);
        assertThat(words(completed(SAFELY))).containsExactly("skipped", "skipped", "deleted");
        assertThat(asked("minio survey task-1")).isEqualTo(1);
    }

    @Test
    void aRefusedTaskCostsTheObjectStoreNothing() {
        deletions.objects.free();
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        assertThat(refused(SAFELY).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("minio"));
    }

    @Test
    void i08_t017_repeatsAnswerAlikeAndTouchNothing() {
        finishedTask();
        String id = completed(SAFELY).deletionId();
        Optional<Receipt> receipt = deletions.records.receipt(TASK);
        deletions.journal.clear();

        for (int i = 0; i < 3; i++) {
            DeletionResult repeat = completed(SAFELY);
            assertThat(words(repeat)).containsExactly("skipped", "skipped", "skipped");
            assertThat(repeat.deletionId()).isEqualTo(id);
        }
        assertThat(deletions.records.receipt(TASK)).isEqualTo(receipt);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("erase") || entry.contains("intent"));
    }

    @Test
    void t012_aTaskThatNothingKnowsIsNotFoundAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(refused(BY_FORCE).reason()).isEqualTo(Refusal.Reason.TASK_NOT_FOUND);
        }
        assertThat(deletions.records.receipt(TASK)).isEmpty();
        assertThat(deletions.journal).allMatch(entry -> entry.contains("survey"));
    }

    @Test
    void i11_anActiveTaskIsRefusedAndNothingHappensToIt() {
        finishedTask();
        deletions.registry.saying(TASK, "pending", "IN_PROGRESS");

        Refusal refusal = refused(SAFELY);

        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(refusal.detail()).contains("IN_PROGRESS", "node:f", "force");
        assertThat(deletions.journal).allMatch(entry -> entry.contains("survey"));
    }

    @Test
    void forceTellsTheWorkersFirstAndWarnsTheCaller() {
        finishedTask();
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");

        DeletionResult result = completed(BY_FORCE);

        assertThat(words(result)).containsExactly("deleted", "deleted", "deleted");
        assertThat(warnings(result)).containsExactly(Warning.Kind.FORCED_ACTIVE);
        assertThat(deletions.journal)
                .containsSubsequence("intent task-1", "cancel task-1", "local_directory erase task-1");
        assertThat(deletions.records.receipt(TASK).map(Receipt::fence)).hasValue(true);
    }

    @Test
    void f34_aTaskThatStartsBetweenTheLooksIsStillRefusedWithoutATrace() {
        finishedTask();
        deletions.registry.betweenLooks(() -> deletions.registry.saying(TASK, "running", "IN_PROGRESS"));

        assertThat(refused(SAFELY).reason()).isEqualTo(Refusal.Reason.TASK_ACTIVE);
        assertThat(deletions.records.receipt(TASK)).isEmpty();
        assertThat(deletions.directory.items()).containsEntry("task-1", 12L);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("erase"));
    }

    @Test
    void withoutStateTheDeletionCompletesWithAWarning() {
        deletions.directory.holding(TASK, 12);
        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).containsExactly("deleted", "skipped", "skipped");
        assertThat(warnings(result)).containsExactly(Warning.Kind.STATE_MISSING);
    }

    @Test
    void aBrokenStoreNeverKeepsTheOthersFromBeingEmptied() {
        finishedTask();
        deletions.objects.broken(OUT);
        DeletionResult result = completed(SAFELY);

        assertThat(result.status()).isEqualTo(OverallStatus.PARTIAL_FAILED);
        assertThat(words(result)).containsExactly("deleted", "deleted", "unavailable");
        Receipt receipt = deletions.records.receipt(TASK).orElseThrow();
        assertThat(receipt.state()).isEqualTo(Receipt.State.INCOMPLETE);
        assertThat(receipt.outstanding()).isEqualTo(Set.of(ResourceKind.MINIO));

        deletions.objects.mended();
        assertThat(words(completed(SAFELY))).containsExactly("skipped", "skipped", "deleted");
        assertThat(deletions.records.receipt(TASK).map(Receipt::state)).hasValue(Receipt.State.DONE);
    }

    @Test
    void i05_aStoreThatDoesNotAnswerIsFailedNeverSkipped() {
        for (ResourceKind kind : ResourceKind.values()) {
            TestingDeletions fresh = new TestingDeletions();
            store(fresh, kind).silent();
            DeletionResult result = completed(fresh.answer(SAFELY));
            assertThat(result.status()).isEqualTo(OverallStatus.FAILED);
            assertThat(result.outcomes().stream()
                            .filter(ResourceOutcome::isFailed)
                            .map(ResourceOutcome::kind))
                    .containsExactly(kind);
        }
    }

    private static io.tasksweep.testing.TestingStore store(TestingDeletions deletions, ResourceKind kind) {
        return switch (kind) {
            case LOCAL_DIRECTORY -> deletions.directory;
            case REDIS -> deletions.keys;
            case MINIO -> deletions.objects;
        };
    }

    @Test
    void i04_m2_aStoreThatForgetsIsFailedHoweverOftenItSaysDone() {
        finishedTask();
        deletions.directory.forgetting();
        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).containsExactly("left_over", "deleted", "deleted");
        assertThat(result.outcomes().get(0).gone().isEmpty()).isFalse();
    }

    @Test
    void f20_withoutRedisTheOthersAreCleanedAndTheAnswerSaysWhatCouldNotBeChecked() {
        finishedTask();
        deletions.keys.broken(OUT);
        deletions.records.unreadable();
        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).containsExactly("deleted", "unavailable", "deleted");
        assertThat(warnings(result)).contains(Warning.Kind.STATE_UNKNOWN, Warning.Kind.NO_INTENT);
    }

    @Test
    void f20_whereTheOperatorWantsItAnUnknownStateIsRefused() {
        TestingDeletions strict = new TestingDeletions(true, 64);
        strict.directory.holding(TASK, 1);
        strict.keys.broken(OUT);

        Refusal refusal = strict.answer(SAFELY)
                .<Refusal>fold(
                        done -> new Refusal(Refusal.Reason.TASK_NOT_FOUND, "", false),
                        DeletionVerdict.Refused::refusal);
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(refusal.retriable()).isTrue();
        assertThat(strict.directory.items()).containsEntry("task-1", 1L);
    }

    @Test
    void f26_whatNoRetryMendsIsRefusedInSafeModeAndGoesOnByForce() {
        finishedTask();
        deletions.keys.broken(DENIED);

        Refusal refusal = refused(SAFELY);
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(refusal.retriable()).isFalse();
        assertThat(words(completed(BY_FORCE))).containsExactly("deleted", "access_denied", "deleted");
    }

    @Test
    void i06_withoutIntentTheStateStaysWhileAnythingElseIsLeft() {
        finishedTask();
        deletions.records.unwritable();
        deletions.objects.refusing(OUT);

        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).containsExactly("deleted", "record_kept", "unavailable");
        assertThat(warnings(result)).containsExactly(Warning.Kind.NO_INTENT);
        assertThat(deletions.journal).containsSubsequence("started task-1", "finished task-1 partial_failed");
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
        deletions.objects.mended();
        assertThat(words(completed(SAFELY))).containsExactly("skipped", "deleted", "deleted");
    }

    @Test
    void f60_aReceiptThatCannotBeWrittenIsAWarningAndARepeatIsFine() {
        finishedTask();
        deletions.registry.betweenLooks(deletions.records::unwritable);
        DeletionResult result = completed(SAFELY);

        assertThat(result.status()).isEqualTo(OverallStatus.SUCCESS);
        assertThat(warnings(result)).containsExactly(Warning.Kind.NO_RECEIPT);
        assertThat(deletions.records.open()).containsExactly(TASK);

        deletions.registry.betweenLooks(() -> {});
        deletions.records.writable();
        assertThat(completed(SAFELY).status()).isEqualTo(OverallStatus.SUCCESS);
        assertThat(deletions.records.open()).isEmpty();
    }

    @Test
    void i14_f37_theAnswerComesInTimeWhateverAStoreDoes() {
        finishedTask();
        deletions.registry.betweenLooks(deletions.objects::silent);
        long started = deletions.clock.nanoTime();
        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).element(2).isEqualTo("timeout");
        assertThat(Duration.ofNanos(deletions.clock.nanoTime() - started))
                .isLessThan(TestingDeletions.TIMEOUT.plusSeconds(1));
        assertThat(deletions.journal).contains("renew task-1");
    }

    @Test
    void anotherNodesDeletionIsWaitedForAndItsReceiptAnswers() {
        finishedTask();
        String id = completed(SAFELY).deletionId();
        Receipt receipt = deletions.records.receipt(TASK).orElseThrow();
        deletions.directory.holding(TASK, 1);
        deletions.records.takenByAnother(TASK);

        var verdict = deletions.delete(SAFELY);
        deletions.clock.advance(Duration.ofSeconds(3));
        assertThat(verdict.isComplete()).isFalse();
        deletions.directory.items().forEach((task, held) -> deletions.directory.holding(TASK, 0));
        deletions.records.givenBack(receipt);
        deletions.clock.advance(Duration.ofSeconds(1));

        assertThat(completed(verdict.result()).deletionId()).isEqualTo(id);
    }

    @Test
    void anotherNodesDeletionThatTakesTooLongIsInProgress() {
        finishedTask();
        deletions.records.takenByAnother(TASK);

        Refusal refusal = refused(SAFELY);
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.DELETION_IN_PROGRESS);
        assertThat(refusal.retriable()).isTrue();
    }

    @Test
    void aRunThatAStoreKeepsFromEndingIsFinishedByTheNextRequestThoughTheStateIsGone() {
        finishedTask();
        deletions.objects.silent();
        completed(SAFELY);
        assertThat(deletions.keys.items()).isEmpty();
        deletions.objects.mended();
        DeletionResult result = completed(SAFELY);

        assertThat(result.status()).isEqualTo(OverallStatus.SUCCESS);
        assertThat(nothingIsLeft()).isTrue();
        assertThat(result.outcomes()).noneMatch(ResourceOutcome::isFailed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatANewTaskWritesWhileTheOldOneIsDeletedIsLeftToIt(boolean recorded) {
        finishedTask();
        if (!recorded) {
            deletions.records.unwritable();
        }
        deletions.onStart(() -> {
            deletions.directory.forgetting();
            deletions.registry.saying(TASK, "running", "IN_PROGRESS", "t2");
        });
        DeletionResult result = completed(SAFELY);

        assertThat(words(result)).element(0).isEqualTo("new_task");
        assertThat(deletions.directory.items()).containsEntry("task-1", 1L);
        assertThat(deletions.journal).containsOnlyOnce("local_directory erase task-1");
    }
}
