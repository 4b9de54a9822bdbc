package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final Failure DENIED = new Failure(FailureCode.ACCESS_DENIED, "It is denied.");

    private final List<String> journal = new ArrayList<>();
    private final TestingClock clock = new TestingClock();
    private final TestingStore directory = new TestingStore(ResourceKind.LOCAL_DIRECTORY, journal);
    private final TestingStore objects = new TestingStore(ResourceKind.MINIO, journal);
    private final TestingStore keys = new TestingStore(ResourceKind.REDIS, journal);
    private Optional<Failure> lost = Optional.empty();
    private Optional<Failure> intruder = Optional.empty();
    private Optional<Failure> successor = Optional.empty();
    private Duration time = Duration.ofSeconds(60);
    private Duration look = Duration.ZERO;
    private Duration answering = Duration.ZERO;
    private Evidence ofKeys = Evidence.of(Unit.KEYS, 1);

    private List<ResourceOutcome> outcomes(boolean recorded) {
        return outcomes(recorded, Evidence.of(Unit.OBJECTS, 1)).result();
    }

    private Future<List<ResourceOutcome>> outcomes(boolean recorded, Evidence ofObjects) {
        TaskEvidence known = new TaskEvidence(
                new Answer.Known<>(Evidence.of(Unit.FILES, 1)),
                new Answer.Known<>(new Registered(TaskState.NONE, ofKeys)),
                new Answer.Known<>(ofObjects),
                new Answer.Known<>(Optional.empty()));
        directory.holding(TASK, 3);
        objects.holding(TASK, 3);
        keys.holding(TASK, 3);
        Guard guard = new Guard(
                () -> Future.succeededFuture(lost),
                () -> answering.isZero()
                        ? Future.succeededFuture(intruder)
                        : clock.after(answering).map(intruder),
                () -> Future.succeededFuture(successor));
        Run run = new Run(
                new DeletionRequest(TASK, false, "tester", "r-1"),
                new Deletion(TASK, "d-1", clock.in(time)),
                known,
                List.of(),
                clock.nanoTime() - look.toNanos(),
                Origin.SECOND_PASS);
        Erasure erasure = new Erasure(directory, objects, keys, clock);
        return recorded ? erasure.erase(run, guard) : erasure.eraseUnrecorded(run, guard);
    }

    private static List<String> words(List<ResourceOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.<String>fold(
                        deleted -> "deleted",
                        skipped -> "skipped",
                        failed -> failed.failure().code().label()))
                .toList();
    }

    private long erasings(ResourceKind kind) {
        return journal.stream().filter((kind.label() + " erase task-1")::equals).count();
    }

    @Test
    @Tag("I04")
    void aStoreThatIsNotEmptyAfterwardsIsTriedThreeTimes() {
        directory.forgetting();
        List<ResourceOutcome> outcomes = outcomes(true);
        assertThat(words(outcomes)).containsExactly("left_over", "deleted", "deleted");
        assertThat(erasings(ResourceKind.LOCAL_DIRECTORY)).isEqualTo(3);
        assertThat(outcomes.get(0).gone()).isEqualTo(Counts.of(Unit.FILES, 5));
    }

    /** It has not been tried then. */
    @Test
    void whatSomebodyElseHasChangedBeforeItIsErasedCostsNoTry() {
        ofKeys = ofKeys.watchedBy(1);
        keys.disturbed().forgetting();
        assertThat(words(outcomes(true))).containsExactly("deleted", "left_over", "deleted");
        assertThat(erasings(ResourceKind.REDIS)).isEqualTo(4);
    }

    /** The names that a look keeps take room that others need. */
    @Test
    void whatIsNotErasedAfterAllIsReleased() {
        lost = Optional.of(DENIED);
        outcomes(true);
        assertThat(keys.released()).containsExactly(ofKeys);
    }

    @Test
    void whatAStoreHasSeenAfterItsLastRemovalIsNotReadAgain() {
        objects.looking();
        assertThat(words(outcomes(true))).containsExactly("deleted", "deleted", "deleted");
        assertThat(journal)
                .contains("local_directory survey task-1", "redis survey task-1")
                .doesNotContain("minio survey task-1");
    }

    @Test
    void whatAStoreHasSeenToBeLeftIsTriedAgainUnlessItIsAnIntruders() {
        objects.looking().forgetting();
        assertThat(words(outcomes(true))).containsExactly("deleted", "deleted", "left_over");
        assertThat(erasings(ResourceKind.MINIO)).isEqualTo(3);
        intruder = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("deleted", "deleted", "access_denied");
        assertThat(erasings(ResourceKind.MINIO)).isEqualTo(4);
    }

    @Test
    void whatNobodyHasLookedForIsLookedForWhereTheFirstAttemptMeetsAPassingFault() {
        objects.broken(OUT);
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.UNSEEN);
        clock.advance(Duration.ofMillis(50));
        objects.mended();
        clock.advanceUntilDone(outcomes, time);
        assertThat(words(outcomes.result())).containsExactly("deleted", "deleted", "deleted");
        assertThat(erasings(ResourceKind.MINIO)).isEqualTo(2);
    }

    @Test
    void whatAStoreHasRemovedBeforeAPassingFaultCountsEvenIfNobodyHadLookedForIt() {
        objects.refusing(OUT, 2);
        List<ResourceOutcome> outcomes = outcomes(true, Evidence.UNSEEN).result();
        assertThat(words(outcomes)).containsExactly("deleted", "deleted", "unavailable");
        assertThat(outcomes.get(2).gone()).isEqualTo(Counts.of(Unit.OBJECTS, 2));
    }

    /** By then the state has been read for some time. */
    @Test
    void whatIsFoundOnlyAfterAFaultIsLeftToAnIntruder() {
        objects.broken(OUT);
        intruder = Optional.of(DENIED);
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.UNSEEN);
        objects.mended();
        clock.advanceUntilDone(outcomes, time);
        assertThat(words(outcomes.result())).containsExactly("deleted", "deleted", "access_denied");
        assertThat(objects.items()).containsEntry("task-1", 3L);
    }

    @Test
    void whatIsOutForLongerOrRefusesFailsAndIsNotAskedForEver() {
        objects.broken(OUT);
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.UNSEEN);
        clock.advanceUntilDone(outcomes, Duration.ofSeconds(3));
        assertThat(words(outcomes.result())).containsExactly("deleted", "deleted", "unavailable");
        assertThat(erasings(ResourceKind.MINIO)).isEqualTo(1);

        journal.clear();
        objects.broken(DENIED);
        assertThat(words(outcomes(true, Evidence.UNSEEN).result()))
                .containsExactly("deleted", "deleted", "access_denied");
        assertThat(journal).doesNotContain("minio survey task-1");
    }

    @Test
    void whatAStoreRefusesIsNotTriedAgainNow() {
        directory.refusing(DENIED);
        assertThat(words(outcomes(true))).containsExactly("access_denied", "deleted", "deleted");
        assertThat(erasings(ResourceKind.LOCAL_DIRECTORY)).isEqualTo(1);
    }

    @Test
    void anIntruderIsLeftAlone() {
        directory.forgetting();
        intruder = Optional.of(DENIED);
        assertThat(words(outcomes(true))).element(0).isEqualTo("access_denied");
        assertThat(erasings(ResourceKind.LOCAL_DIRECTORY)).isEqualTo(1);
    }

    /** Names of keys take room, which others need. */
    @Test
    void whatIsFoundAndNotDeletedIsLetGoOf() {
        directory.forgetting();
        outcomes(true);
        assertThat(directory.released()).hasSize(1);

        intruder = Optional.of(DENIED);
        outcomes(true);
        assertThat(directory.released()).hasSize(2);
    }

    @Test
    @Tag("F34")
    void theStateIsLeftToWhoeverHasGotItWhileTheOthersTookLong() {
        objects.silent();
        time = Duration.ofSeconds(20);
        successor = Optional.of(DENIED);
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.of(Unit.OBJECTS, 1));
        clock.advanceUntilDone(outcomes, Duration.ofSeconds(30));
        assertThat(words(outcomes.result())).containsExactly("deleted", "access_denied", "timeout");
        assertThat(keys.items()).containsEntry("task-1", 3L);
    }

    @Test
    @Tag("F34")
    void theStateIsLeftToWhoeverHasGotItWhileTheLookTookLong() {
        look = Duration.ofSeconds(1);
        successor = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("deleted", "access_denied", "deleted");
        assertThat(keys.items()).containsEntry("task-1", 3L);
    }

    /** Otherwise a retry, which finds no state then, would take the data that was left to it for the old task's. */
    @Test
    @Tag("F34")
    void onceAStoreIsLeftToANewTaskSoAreTheOthers() {
        directory.forgetting();
        intruder = Optional.of(new Failure(FailureCode.NEW_TASK, "It is another's."));
        assertThat(words(outcomes(true))).containsExactly("new_task", "new_task", "new_task");
        assertThat(keys.items()).containsEntry("task-1", 3L);
        assertThat(objects.items()).containsEntry("task-1", 3L);
    }

    /** Else the deletion would be tried again. */
    @Test
    void aNewTaskIsToldOfThoughItsStoreWasGivenUpOn() {
        directory.forgetting().reportingAfter(clock.after(Duration.ofSeconds(49)));
        keys.reportingAfter(clock.after(Duration.ofSeconds(54)));
        answering = Duration.ofSeconds(3);
        intruder = Optional.of(new Failure(FailureCode.NEW_TASK, "It is another's."));
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.of(Unit.OBJECTS, 1));
        clock.advanceUntilDone(outcomes, Duration.ofSeconds(70));
        assertThat(words(outcomes.result())).startsWith("new_task");
    }

    /** The next store may find out. */
    @Test
    void whetherThereIsANewTaskIsAskedAgainIfItCouldNotBeTold() {
        directory.forgetting();
        intruder = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("access_denied", "deleted", "deleted");
    }

    @Test
    void whereTheStoreTellsOfChangesItIsAlwaysAsked() {
        ofKeys = ofKeys.watchedBy(1);
        successor = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("deleted", "access_denied", "deleted");
    }

    @Test
    void aDeletionThatTakesNotLongAsksNothingMore() {
        successor = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("deleted", "deleted", "deleted");
    }

    @Test
    @Tag("F56")
    void withoutTheLeaseNothingIsDeleted() {
        lost = Optional.of(DENIED);
        assertThat(words(outcomes(true))).containsExactly("access_denied", "access_denied", "access_denied");
        assertThat(journal).isEmpty();
    }

    @Test
    void afterTheDeadlineNothingIsBegun() {
        time = Duration.ZERO;
        assertThat(words(outcomes(true))).containsExactly("timeout", "timeout", "timeout");
        assertThat(journal).isEmpty();
    }

    /** Of 60 seconds ten are kept for the state, and one of those a store may take to report. */
    @ParameterizedTest
    @EnumSource(names = {"LOCAL_DIRECTORY", "MINIO"})
    void aStoreThatStoodStillAtItsDeadlineTellsWhatItHasRemoved(ResourceKind late) {
        Promise<Void> moves = Promise.promise();
        (late == ResourceKind.MINIO ? objects : directory).reportingAfter(moves.future());
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.of(Unit.OBJECTS, 1));
        clock.advance(Duration.ofMillis(50_900));
        assertThat(outcomes.isComplete()).isFalse();
        moves.complete();
        assertThat(outcomes.result())
                .allSatisfy(outcome -> assertThat(outcome.gone().isEmpty()).isFalse());
    }

    /** However little time there is. */
    @ParameterizedTest
    @ValueSource(longs = {60_000, 1_000, 100})
    void storesThatHangLeaveTheStateHalfOfTheKeptTime(long millis) {
        time = Duration.ofMillis(millis);
        directory.silent();
        objects.silent();
        Future<List<ResourceOutcome>> outcomes = outcomes(true, Evidence.of(Unit.OBJECTS, 1));
        clock.advance(time.multipliedBy(9).dividedBy(10));
        assertThat(outcomes.isComplete()).isTrue();
        assertThat(words(outcomes.result())).containsExactly("timeout", "deleted", "timeout");
    }

    @Test
    @Tag("I06")
    void withoutARecordTheStateIsKeptUnlessBothOthersAreGone() {
        assertThat(words(outcomes(false))).containsExactly("deleted", "deleted", "deleted");
        objects.refusing(DENIED);
        assertThat(words(outcomes(false))).containsExactly("deleted", "record_kept", "access_denied");
        objects.mended();
        directory.refusing(DENIED);
        assertThat(words(outcomes(false))).containsExactly("access_denied", "record_kept", "deleted");
        assertThat(keys.items()).containsEntry("task-1", 3L);
    }
}
