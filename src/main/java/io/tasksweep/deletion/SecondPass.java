package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks again, some time after a forced deletion of an active task, for what its workers still wrote, and deletes that. A state with
 * another creation time belongs to a new task of the same name: then nothing is touched and the fence is lifted.
 */
public final class SecondPass {
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final TaskLook look;
    private final Leases leases;
    private final Erasure erasure;
    private final AuditTrail audit;
    private final Clock clock;
    private final DeletionPolicy policy;

    public SecondPass(
            TaskLook look, Leases leases, Erasure erasure, AuditTrail audit, Clock clock, DeletionPolicy policy) {
        this.look = look;
        this.leases = leases;
        this.erasure = erasure;
        this.audit = audit;
        this.clock = clock;
        this.policy = policy;
    }

    /** Makes the next pass, unless somebody else is deleting the task. The look is made under the lease. */
    Future<Void> make(Receipt receipt) {
        long asked = clock.nanoTime();
        return leased(receipt, lease -> under(new LeaseKeeper(lease, clock, asked), receipt))
                .mapEmpty();
    }

    /** False if somebody else is deleting the task, or has changed the receipt. */
    private Future<Boolean> leased(Receipt receipt, Function<Lease, Future<Boolean>> work) {
        return leases.take(receipt, Optional.of(receipt))
                .compose(taken -> taken.map(work).orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> under(LeaseKeeper keeper, Receipt receipt) {
        return keeper.during(clock.limit(pass(keeper, receipt), longest()));
    }

    /** Time for a look, a deletion and its receipt. A pass that takes longer stops renewing its lease, so the pass can be made again. */
    private Duration longest() {
        return policy.timeout().multipliedBy(2).plus(SETTLING);
    }

    private Future<Boolean> pass(LeaseKeeper keeper, Receipt receipt) {
        Lease lease = keeper.lease();
        long started = clock.nanoTime();
        return look.atAll(receipt.taskId(), clock.in(policy.timeout()), known -> {
            if (DeletionRules.isNewTask(receipt, known)) {
                return lease.settle(released(receipt), Optional.empty());
            }
            if (!known.allAnswered()) {
                return lease.settle(receipt, Optional.of(LATER))
                        .compose(ignored -> Future.failedFuture("A second pass needs an answer from every store"));
            }
            return known.nothingFound()
                    ? settle(lease, receipt.passed(0, expiry()))
                    : erase(keeper, receipt, known, started);
        });
    }

    /**
     * Releases the receipt of a task that must not be deleted any more, or whose name a new task has, unless somebody else is deleting the
     * task, or has changed the receipt. A deletion that was cut off is recorded then.
     */
    Future<Void> release(Receipt receipt) {
        return leased(receipt, lease -> lease.settle(released(receipt), Optional.empty()))
                .onSuccess(given -> recordCutOff(receipt, given))
                .mapEmpty();
    }

    private void recordCutOff(Receipt receipt, boolean given) {
        if (given && receipt.state() == Receipt.State.RUNNING) {
            audit.record(AuditEntry.cutOff(receipt));
        }
    }

    private Receipt released(Receipt receipt) {
        return receipt.released(clock.instant(), expiry());
    }

    private Instant expiry() {
        return clock.instant().plus(policy.receiptTtl());
    }

    private Future<Boolean> erase(LeaseKeeper keeper, Receipt receipt, TaskEvidence known, long started) {
        DeletionRequest request = new DeletionRequest(receipt.taskId(), true, receipt.actor(), requestId(receipt));
        Deletion deletion =
                keeper.bound(new Deletion(receipt.taskId(), receipt.deletionId(), clock.in(policy.timeout())));
        Run run =
                new Run(request, deletion, known, DeletionRules.warnings(request, known), started, Origin.SECOND_PASS);
        Guard guard = look.second().guard(keeper::objection, run, receipt.createdAt());
        return unlessIntruded(
                keeper.lease(),
                run,
                receipt,
                LATER,
                () -> erasure.erase(run, guard).compose(outcomes -> settle(keeper.lease(), run, receipt, outcomes)));
    }

    /** The look may be as old as its slowest answer, and nobody waits for the pass: the data of a new task must stay. */
    private Future<Boolean> unlessIntruded(
            Lease lease, Run run, Receipt receipt, Duration unknown, Supplier<Future<Boolean>> otherwise) {
        return look.second()
                .newcomer(run, receipt.createdAt())
                .compose(why -> why.map(failure -> DeletionRules.isIntruder(failure)
                                ? lease.settle(released(receipt), Optional.empty())
                                : lease.settle(receipt, Optional.of(unknown)))
                        .orElseGet(otherwise));
    }

    private Future<Boolean> settle(Lease lease, Run run, Receipt receipt, List<ResourceOutcome> outcomes) {
        DeletionResult result = run.result(outcomes, clock);
        if (result.removedAnything()) {
            record(receipt, result);
        }
        long entries = entries(outcomes);
        Receipt found = receipt.found(entries);
        if (result.metAnIntruder()) {
            return lease.settle(released(found), Optional.empty());
        }
        return outcomes.stream().anyMatch(ResourceOutcome::isFailed)
                ? unlessIntruded(
                        lease, run, found, AFTER_FAILURE, () -> lease.settle(found, Optional.of(AFTER_FAILURE)))
                : settle(lease, receipt.passed(entries, expiry()));
    }

    private void record(Receipt receipt, DeletionResult result) {
        audit.record(AuditEntry.unasked(requestId(receipt), receipt, Decision.LATE_WRITES, Optional.of(result)));
    }

    private static String requestId(Receipt receipt) {
        return "second-pass-" + receipt.deletionId();
    }

    /** The number of files, keys and objects that workers wrote late, whatever their size. */
    private static long entries(List<ResourceOutcome> outcomes) {
        return outcomes.stream()
                .map(ResourceOutcome::gone)
                .mapToLong(gone -> gone.get(Unit.FILES) + gone.get(Unit.KEYS) + gone.get(Unit.OBJECTS))
                .sum();
    }

    private Future<Boolean> settle(Lease lease, Receipt receipt) {
        return lease.settle(receipt, policy.due(receipt));
    }
}
