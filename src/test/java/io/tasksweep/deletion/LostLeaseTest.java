package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Warning;
import io.tasksweep.testing.TestingDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that has lost its lease deletes nothing more, and writes nothing. */
@Tag("F56")
class LostLeaseTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");

    private final TestingDeletions deletions = new TestingDeletions();

    @BeforeEach
    void aFinishedTask() {
        deletions.directory.holding(TASK, 12);
        deletions.objects.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
    }

    private static DeletionResult result(Future<DeletionVerdict> verdict) {
        return TestingDeletions.completed(verdict.result());
    }

    private static FailureCode code(ResourceOutcome outcome) {
        return outcome.<FailureCode>fold(
                deleted -> {
                    throw new AssertionError("deleted");
                },
                skipped -> {
                    throw new AssertionError("skipped");
                },
                failed -> failed.failure().code());
    }

    @Test
    void whatIsLeftIsLeftToTheNewOwnerAndItsReceiptStays() {
        deletions.onStart(deletions.objects::silent);
        Future<DeletionVerdict> verdict = deletions.delete(SAFELY);
        Receipt intent = deletions.records.receipt(TASK).orElseThrow();
        deletions.records.leaseEnded(TASK);
        deletions.records.takenByAnother(TASK);

        deletions.clock.advance(Duration.ofMinutes(2));

        DeletionResult result = result(verdict);
        assertThat(code(result.outcomes().get(1))).isEqualTo(FailureCode.BUSY);
        assertThat(result.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_RECEIPT);
        assertThat(deletions.journal).doesNotContain("redis erase task-1", "settle task-1");
        assertThat(deletions.keys.items()).containsEntry("task-1", 1L);
        assertThat(deletions.records.receipt(TASK)).hasValue(intent);
    }

    @Test
    void theTimeOfAStoreThatIsAtWorkIsOverOnceTheLeaseIsLost() {
        LeaseKeeper keeper = keeper();
        var deletion = keeper.bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        keeper.during(Future.future(never -> {}));
        deletions.clock.advance(Duration.ofSeconds(25));
        assertThat(deletion.deadline().passed()).isFalse();

        deletions.records.leaseEnded(TASK);
        deletions.clock.advance(Duration.ofSeconds(6));

        assertThat(deletion.deadline().passed()).isTrue();
        assertThat(deletion.deadline().remaining()).isZero();
        assertThat(keeper.objection().result()).isPresent();
    }

    @Test
    void theTimeIsOverWhereTheNodeHasNotEvenAskedForAsLongAsALeaseLives() {
        var deletion = keeper().bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        deletions.clock.advance(Duration.ofSeconds(30));
        assertThat(deletion.deadline().passed()).isFalse();
        deletions.clock.advance(Duration.ofSeconds(1));
        assertThat(deletion.deadline().passed()).isTrue();
    }

    @Test
    void theTimeGoesOnWhereRedisIsSilent() {
        LeaseKeeper keeper = keeper();
        var deletion = keeper.bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        keeper.during(Future.future(never -> {}));
        deletions.records.unheard(100);
        deletions.clock.advance(Duration.ofSeconds(50));
        assertThat(deletion.deadline().passed()).isFalse();
    }

    /** Another node can have taken the lease once Redis was back, while this one stood still. */
    @Test
    void aNodeThatStandsStillAfterASilenceOfRedisStops() {
        LeaseKeeper keeper = keeper();
        var deletion = keeper.bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        keeper.during(Future.future(never -> {}));
        deletions.records.unheard(2);
        deletions.clock.advance(Duration.ofMillis(13_500));
        assertThat(deletion.deadline().passed()).isFalse();
        deletions.clock.standStill(Duration.ofSeconds(32));
        assertThat(deletion.deadline().passed()).isTrue();
    }

    /** As when the connection did not outlive the stall. */
    @Test
    void aRenewalThatFailsAfterAStallDoesNotHideIt() {
        LeaseKeeper keeper = keeper();
        var deletion = keeper.bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        keeper.during(Future.future(never -> {}));
        deletions.records.unheard(2);
        deletions.clock.standStill(Duration.ofSeconds(32));
        deletions.clock.advance(Duration.ofSeconds(3));
        assertThat(deletion.deadline().passed()).isTrue();
    }

    @Test
    void oneThatTookLongToGetIsRenewedTheSooner() {
        LeaseKeeper keeper = keeper();
        deletions.clock.advance(Duration.ofSeconds(15));
        deletions.records.leaseEnded(TASK);
        keeper.during(Future.future(never -> {}));
        deletions.clock.advance(Duration.ofSeconds(1));
        assertThat(keeper.objection().result()).as("heard by renewing").isPresent();
    }

    /** Its life is counted from the request for it, so it would look lost although nobody else can have it. */
    @Test
    void oneThatTookLongerToGetThanItLivesIsConfirmedFirst() {
        deletions.records.onTake(() -> deletions.clock.advance(Duration.ofSeconds(31)));
        DeletionResult result = result(deletions.delete(SAFELY));
        assertThat(result.outcomes()).noneMatch(ResourceOutcome::isFailed);
        assertThat(deletions.journal).contains("local_directory erase task-1");
    }

    /** Nothing is announced either: by then the name may be a new task's. */
    @Test
    void oneThatIsLostAlreadyIsLeftToWhoeverHasIt() {
        deletions.registry.saying(TASK, "running", "IN_PROGRESS");
        deletions.records.late(Duration.ofSeconds(9));
        Future<DeletionVerdict> verdict = deletions.delete(new DeletionRequest(TASK, true, "tester", "request-1"));
        deletions.records.leaseEnded(TASK);
        deletions.records.takenByAnother(TASK);
        deletions.clock.standStill(Duration.ofSeconds(35));
        deletions.clock.advance(Duration.ofMinutes(2));

        assertThat(verdict.result()
                        .<Optional<Refusal.Reason>>fold(
                                done -> Optional.empty(),
                                refused -> Optional.of(refused.refusal().reason())))
                .hasValue(Refusal.Reason.DELETION_IN_PROGRESS);
        assertThat(deletions.journal).noneMatch(entry -> entry.contains("cancel") || entry.contains("erase"));
    }

    /** It lives for 30 s without. */
    @Test
    void oneRenewalWithoutAnAnswerDoesNotLoseIt() {
        LeaseKeeper keeper = keeper();
        var deletion = keeper.bound(new Deletion(TASK, "d-1", deletions.clock.in(TestingDeletions.TIMEOUT)));
        keeper.during(Future.future(never -> {}));
        deletions.clock.advance(Duration.ofSeconds(9));
        deletions.records.unheard(1);
        deletions.clock.advance(Duration.ofSeconds(6));

        assertThat(deletions.records.held(TASK).result()).isTrue();
        deletions.clock.advance(Duration.ofSeconds(20));
        assertThat(deletions.records.held(TASK).result()).isTrue();
        assertThat(deletion.deadline().passed()).isFalse();
    }

    @Test
    void aNodeThatHasStoodStillAsksBeforeItGoesOn() {
        LeaseKeeper keeper = keeper();
        deletions.clock.advance(Duration.ofSeconds(19));
        deletions.records.leaseEnded(TASK);
        assertThat(keeper.objection().result()).as("not yet asked again").isEmpty();

        deletions.clock.advance(Duration.ofSeconds(1));
        assertThat(keeper.objection().result()).isPresent();
        assertThat(keeper.objection().result().orElseThrow().retriable()).isTrue();
    }

    /** As when it stood still once more, until the time for the answer was over. */
    @Test
    void anAnswerThatIsTooLateIsAskedForOnceMore() {
        LeaseKeeper keeper = keeper();
        deletions.clock.advance(Duration.ofSeconds(20));
        deletions.records.leaseEnded(TASK);
        deletions.records.unheard(1);

        Future<Optional<Failure>> objection = keeper.objection();
        deletions.clock.advance(Duration.ofSeconds(5));

        assertThat(objection.result()).isPresent();
    }

    @Test
    void aNodeThatStillHoldsItGoesOn() {
        LeaseKeeper keeper = keeper();
        deletions.clock.advance(Duration.ofSeconds(25));
        assertThat(keeper.objection().result()).isEmpty();
        deletions.clock.advance(Duration.ofSeconds(25));
        assertThat(keeper.objection().result()).as("renewed by asking").isEmpty();
    }

    private LeaseKeeper keeper() {
        Receipt intent = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), deletions.clock.instant(), 0);
        long asked = deletions.clock.nanoTime();
        Lease lease = deletions.records.take(intent, Optional.empty()).result().orElseThrow();
        return new LeaseKeeper(lease, deletions.clock, asked);
    }
}
