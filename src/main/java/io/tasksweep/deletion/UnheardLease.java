package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Refusal;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A lease that was asked for and whose answer did not come in time: the request goes on as if it had not asked, but its intent may be
 * written, or will be.
 */
final class UnheardLease {
    private final Future<Optional<Lease>> answer;
    private final Supplier<Future<Boolean>> unseen;
    private final Supplier<Future<Boolean>> givingUp;
    private final Withdrawals withdrawals;

    /**
     * Watches one lease.
     *
     * @param unseen withdraws the intent without the lease
     * @param givingUp likewise, and nobody goes on with what an earlier receipt has left open either
     */
    UnheardLease(
            Future<Optional<Lease>> answer,
            Supplier<Future<Boolean>> unseen,
            Supplier<Future<Boolean>> givingUp,
            Withdrawals withdrawals) {
        this.answer = answer;
        this.unseen = unseen;
        this.givingUp = givingUp;
        this.withdrawals = withdrawals;
    }

    /** The verdict of a request that goes on like that. If it is refused, its intent is withdrawn first, unless certainly there is none. */
    Future<DeletionVerdict> outlived(Future<DeletionVerdict> next, Deadline deadline) {
        Future<DeletionVerdict> verdict = next.compose(told -> refusal(told)
                .filter(refusal -> mayBeWritten())
                .map(refusal -> withdrawals.refused(refusal, this::withdrawal, deadline))
                .orElse(next));
        answer.onSuccess(late -> late.ifPresent(lease -> giveBack(lease, verdict)));
        answer.onFailure(lost -> verdict.onSuccess(this::giveUpIfEnded));
        return verdict;
    }

    private Future<Boolean> withdrawal() {
        return answer.succeeded()
                ? answer.result().map(Lease::withdraw).orElseGet(() -> Future.succeededFuture(true))
                : unseen.get();
    }

    /** Why the request is refused; empty if the deletion is in progress, since a sweeper finishes it. */
    private static Optional<Refusal> refusal(DeletionVerdict verdict) {
        return verdict.<Optional<Refusal>>fold(done -> Optional.empty(), refused -> Optional.of(refused.refusal()))
                .filter(refusal -> !refusal.equals(Refusals.IN_PROGRESS));
    }

    /** Whether nothing more must be deleted, since a new task was met. */
    private static boolean isEnded(DeletionVerdict verdict) {
        return verdict.fold(done -> done.result().metAnIntruder(), refused -> false);
    }

    /** Not if the answer, which may have come meanwhile, rules it out. */
    private boolean mayBeWritten() {
        return answer.failed()
                ? !(answer.cause() instanceof NotTaken || answer.cause() instanceof CircuitOpen)
                : !answer.isComplete() || answer.result().isPresent();
    }

    /**
     * A lease that comes too late is passed by: this request does not wait for it, and has perhaps gone on without one. Others wait until
     * the request has its verdict, or the lease runs out. The intent stays for a sweeper then, unless nothing more must be deleted.
     */
    private void giveBack(Lease late, Future<DeletionVerdict> verdict) {
        late.forgo();
        verdict.onSuccess(told -> {
            if (isEnded(told)) {
                withdrawals.made(givingUp);
            } else if (refusal(told).isPresent()) {
                withdrawals.made(late::withdraw);
            } else {
                late.release();
            }
        });
    }

    private void giveUpIfEnded(DeletionVerdict verdict) {
        if (mayBeWritten() && isEnded(verdict)) {
            withdrawals.made(givingUp);
        }
    }
}
