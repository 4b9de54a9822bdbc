package io.tasksweep.store;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Receipt.State;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What leases, and the receipts that only their holders write, owe, whatever keeps them. */
public abstract class LeasesContract {
    protected static final TaskId TASK = new TaskId("task-1");

    /** How long a {@link #done} receipt is kept. */
    protected static final Duration KEPT = Duration.ofSeconds(100);

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");

    protected abstract Leases leases();

    protected abstract Receipts receipts();

    protected abstract Clock clock();

    /** Everything that is kept: name → content. */
    protected abstract SortedMap<String, String> snapshot();

    /** The task's lease runs out. */
    protected abstract void endLease();

    protected static Receipt intent(String deletionId) {
        TaskState active = new TaskState(1, Optional.of("it runs"), new TreeSet<>(Set.of("t1")), false);
        DeletionRequest request = new DeletionRequest(TASK, true, "tester", "request-1");
        return Receipt.intent(request, deletionId, active, Optional.empty(), TEN, 2);
    }

    protected final Receipt done(String deletionId) {
        return done(deletionId, clock().instant().plus(KEPT));
    }

    private static Receipt done(String deletionId, Instant expiry) {
        return receipt(deletionId, State.DONE, 0, 0, Optional.of(expiry));
    }

    private static Receipt receipt(
            String deletionId, State state, int passes, long lateWrites, Optional<Instant> expiry) {
        return new Receipt(
                TASK,
                deletionId,
                state,
                true,
                "tester",
                TEN,
                Optional.of(TEN.plusSeconds(1)),
                expiry,
                Set.of(),
                lateWrites,
                new TreeSet<>(Set.of("t1")),
                passes > 0,
                passes,
                Optional.empty());
    }

    protected final Optional<Receipt> found() {
        return await(receipts().find(TASK));
    }

    protected final Lease taken(Receipt intent) {
        return await(leases().take(intent, found())).orElseThrow();
    }

    /** The task's deletion is done, and nobody holds its lease. */
    protected final Receipt settled(String deletionId) {
        Receipt done = done(deletionId);
        assertThat(await(taken(intent(deletionId)).settle(done, Optional.empty())))
                .isTrue();
        return done;
    }

    private boolean isHeld() {
        return await(leases().held(TASK));
    }

    @Test
    protected void leaseAndIntentComeTogetherAndTheIntentReadsAsItWasWritten() {
        assertThat(isHeld()).isFalse();
        taken(intent("d-1"));
        assertThat(found()).hasValue(intent("d-1"));
        assertThat(isHeld()).isTrue();
    }

    @Test
    protected void nobodyElseGetsALeaseThatIsHeldAndItsIntentStays() {
        taken(intent("d-1"));
        assertThat(await(leases().take(intent("d-2"), found()))).isEmpty();
        assertThat(isHeld()).isTrue();
        assertThat(found()).hasValue(intent("d-1"));
    }

    @Test
    protected void settlingWritesTheReceiptAndGivesTheLeaseBack() {
        Receipt done = settled("d-1");
        assertThat(found()).hasValue(done);
        assertThat(isHeld()).isFalse();
    }

    @Test
    protected void aReceiptIsGoneOnceItsTimeIsOver() {
        Receipt brief = done("d-1", clock().instant().minusSeconds(1));
        await(taken(intent("d-1")).settle(brief, Optional.empty()));
        until(() -> found().isEmpty());
    }

    protected static Stream<Named<Function<Receipt, Optional<Receipt>>>> staleReceipts() {
        return Stream.of(
                Named.of("none", now -> Optional.empty()),
                Named.of("another deletion's", now -> Optional.of(receipt("d-0", State.DONE, 0, 0, now.expiresAt()))),
                Named.of(
                        "in another state",
                        now -> Optional.of(receipt("d-1", State.INCOMPLETE, 0, 0, now.expiresAt()))),
                Named.of("with other passes", now -> Optional.of(receipt("d-1", State.DONE, 1, 0, now.expiresAt()))));
    }

    /** Another node has finished since this one has looked. */
    @ParameterizedTest
    @MethodSource("staleReceipts")
    protected void aLeaseIsNotTakenOverAReceiptThatHasChanged(Function<Receipt, Optional<Receipt>> stale) {
        Receipt done = settled("d-1");
        assertThat(await(leases().take(intent("d-2"), stale.apply(done)))).isEmpty();
        assertThat(found()).hasValue(done);
        assertThat(isHeld()).isFalse();

        assertThat(await(leases().take(intent("d-2"), Optional.of(done)))).isPresent();
    }

    @Test
    protected void aLeaseIsNotTakenOverAReceiptThatHasGone() {
        assertThat(await(leases().take(intent("d-2"), Optional.of(done("d-1")))))
                .isEmpty();
        assertThat(found()).isEmpty();
        assertThat(isHeld()).isFalse();
    }

    @Test
    protected void aReceiptIsKnownAgainByItsDeletionItsStateItsPassesAndItsExpiryAlone() {
        Receipt done = settled("d-1");
        Receipt seen = receipt("d-1", State.DONE, 0, 7, done.expiresAt());
        assertThat(await(leases().take(intent("d-2"), Optional.of(seen)))).isPresent();
    }

    /** It was for a new task, of which whoever saw the receipt before knows nothing. */
    @Test
    protected void aReceiptThatHasBeenLetGoOfIsAnotherThanBefore() {
        Receipt left = receipt("d-1", State.INCOMPLETE, 0, 0, Optional.empty());
        await(taken(intent("d-1")).settle(left, Optional.of(KEPT)));
        assertThat(found()).hasValue(left);
        Receipt released = receipt(
                "d-1", State.INCOMPLETE, 0, 0, Optional.of(clock().instant().plus(KEPT)));
        await(taken(intent("d-1")).settle(released, Optional.empty()));
        assertThat(await(leases().take(intent("d-2"), Optional.of(left)))).isEmpty();
        assertThat(await(leases().take(intent("d-2"), found()))).isPresent();
    }

    @Tag("I11")
    @Test
    protected void aLeaseThatIsWithdrawnLeavesNoTrace() {
        await(taken(intent("d-1")).withdraw());
        assertThat(snapshot()).isEmpty();
    }

    @Tag("I11")
    @Test
    protected void aLeaseThatIsWithdrawnPutsTheEarlierReceiptBackAsItWas() {
        settled("d-1");
        SortedMap<String, String> before = snapshot();
        assertThat(await(taken(intent("d-2")).withdraw())).isTrue();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Tag("I11")
    @Test
    protected void anIntentWhoseLeaseHasRunOutIsTakenBackAndOnceMoreIfNobodyHasHeardOfThat() {
        settled("d-1");
        SortedMap<String, String> before = snapshot();
        Lease lease = taken(intent("d-2"));
        endLease();

        assertThat(await(lease.withdraw())).isTrue();
        assertThat(snapshot()).isEqualTo(before);
        assertThat(await(lease.withdraw())).isTrue();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Tag("I11")
    @Test
    protected void anIntentWhoseLeaseNobodyHasHeardOfIsTakenBack() {
        Receipt done = settled("d-1");
        await(leases().take(intent("d-2"), Optional.of(done)));

        assertThat(await(leases().withdraw(intent("d-2"), Optional.of(done)))).isTrue();

        assertThat(found()).hasValue(done);
        assertThat(isHeld()).isFalse();
    }

    @Tag("I11")
    @Test
    protected void whatIsNotThereOrAnothersIsNotTakenBack() {
        assertThat(await(leases().withdraw(intent("d-1"), Optional.empty()))).isFalse();
        taken(intent("d-2"));

        assertThat(await(leases().withdraw(intent("d-1"), Optional.empty()))).isFalse();
        assertThat(found()).hasValue(intent("d-2"));
        assertThat(isHeld()).isTrue();
    }

    @Tag("I11")
    @Test
    protected void anIntentThatHasBeenLetGoOfIsTakenBackToo() {
        Receipt done = settled("d-1");
        taken(intent("d-2"));
        endLease();
        Receipt released = receipt(
                "d-2", State.INCOMPLETE, 0, 0, Optional.of(clock().instant().plus(KEPT)));
        await(taken(intent("d-2")).settle(released, Optional.empty()));

        assertThat(await(leases().withdraw(intent("d-2"), Optional.of(done)))).isTrue();
        assertThat(found()).hasValue(done);
    }

    /** A sweeper would go on with it, though the task was active when the intent was let go of. */
    @Tag("I11")
    @Test
    protected void anOpenDeletionWhoseIntentHasBeenLetGoOfStaysSo() {
        Receipt open = receipt("d-1", State.INCOMPLETE, 0, 0, Optional.empty());
        await(taken(intent("d-1")).settle(open, Optional.of(KEPT)));
        Lease lease = taken(intent("d-2"));
        endLease();
        Receipt released = receipt(
                "d-2", State.INCOMPLETE, 0, 0, Optional.of(clock().instant().plus(KEPT)));
        await(taken(intent("d-2")).settle(released, Optional.empty()));

        assertThat(await(leases().withdraw(intent("d-2"), Optional.of(open)))).isTrue();
        assertThat(await(lease.withdraw())).isTrue();
        assertThat(found()).hasValue(released);
    }

    /** Whoever has forgone it passes it by. */
    @Test
    protected void aLeaseThatIsForgoneIsTakenOver() {
        Lease lease = taken(intent("d-1"));
        lease.forgo();
        assertThat(isHeld()).isFalse();

        taken(intent("d-2"));
        assertThat(await(lease.release())).isFalse();
        assertThat(isHeld()).isTrue();
    }

    @Test
    protected void aLeaseThatIsReleasedLeavesItsIntentToTheNext() {
        Lease lease = taken(intent("d-1"));
        assertThat(await(lease.release())).isTrue();
        assertThat(isHeld()).isFalse();
        assertThat(found()).hasValue(intent("d-1"));

        taken(intent("d-2"));
        assertThat(await(lease.release())).isFalse();
        assertThat(isHeld()).isTrue();
    }

    @Tag("F56")
    @Test
    protected void whoLostTheLeaseWritesNothingMore() {
        Lease lost = taken(intent("d-1"));
        endLease();
        taken(intent("d-2"));

        assertThat(await(lost.renew())).isFalse();
        assertThat(await(lost.settle(done("d-1"), Optional.empty()))).isFalse();
        assertThat(await(lost.withdraw())).isFalse();
        assertThat(found()).hasValue(intent("d-2"));
    }
}
