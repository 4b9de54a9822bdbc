package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.tasksweep.domain.DeletionVerdict.Refused;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Carries out a deletion once it is decided: take lease and intent, look again, erase everywhere, settle, tell. */
final class Execution {
    /** How long writing the receipt, or withdrawing the intent, may take beyond the deadline. */
    static final Duration SETTLING = Duration.ofMillis(300);

    private final SecondLook look;
    private final Leases leases;
    private final Erasure erasure;
    private final DeletionListener listener;
    private final Clock clock;
    private final DeletionPolicy policy;
    private final Withdrawals withdrawals;

    Execution(
            SecondLook look,
            Leases leases,
            Erasure erasure,
            DeletionListener listener,
            Clock clock,
            DeletionPolicy policy) {
        this.look = look;
        this.leases = leases;
        this.erasure = erasure;
        this.listener = listener;
        this.clock = clock;
        this.policy = policy;
        this.withdrawals = new Withdrawals(clock);
    }

    /**
     * How a deletion goes on that cannot simply be carried out.
     *
     * @param heldByAnother if somebody else is deleting the task, or has done so since the look
     * @param failed if taking the lease failed, so that its holder is unknown
     * @param missed if taking the lease failed because this node stalled and missed the answer
     * @param learnt hears the state, if it can be read only now, whatever comes of it: it tells which task the request means
     * @param anew if the state can be read under the lease but could not be before; empty to continue in that case
     */
    record Alternatives(
            Supplier<Future<DeletionVerdict>> heldByAnother,
            Supplier<Future<DeletionVerdict>> failed,
            Supplier<Future<DeletionVerdict>> missed,
            Consumer<TaskState> learnt,
            Optional<Supplier<Future<DeletionVerdict>>> anew) {}

    /** Deletes under a lease. */
    Future<DeletionVerdict> underLease(Run run, Alternatives alternatives) {
        Receipt intent = Receipt.intent(
                        run.request(),
                        run.deletion().id(),
                        run.state(),
                        run.known().knownReceipt(),
                        clock.instant(),
                        policy.secondPasses().size())
                .sparing(run.spared());
        long asked = clock.nanoTime();
        Duration limit = policy.callLimit(run.deletion().deadline());
        Future<Optional<Lease>> answer = leases.take(intent, run.known().knownReceipt());
        return clock.limit(answer, limit).transform(heard -> {
            if (heard.failed()) {
                var next = clock.stoodStill(asked, limit) ? alternatives.missed() : alternatives.failed();
                return unheard(answer, run, intent)
                        .outlived(next.get(), run.deletion().deadline());
            }
            return heard.result()
                    .map(lease -> under(new LeaseKeeper(lease, clock, asked), run, intent, alternatives))
                    .orElseGet(alternatives.heldByAnother());
        });
    }

    private UnheardLease unheard(Future<Optional<Lease>> answer, Run run, Receipt intent) {
        Optional<Receipt> earlier = run.known().knownReceipt();
        return new UnheardLease(
                answer,
                () -> leases.withdraw(intent, earlier),
                () -> leases.withdraw(intent, earlier.map(this::givenUp)),
                withdrawals);
    }

    private Receipt givenUp(Receipt receipt) {
        Instant now = clock.instant();
        return receipt.open() ? receipt.released(now, now.plus(policy.receiptTtl())) : receipt;
    }

    /**
     * Confirms a lease that took long to get first; otherwise this node would look like one that has stood still. If it is lost by then,
     * whoever has taken over finishes or gives up what the intent says.
     */
    private Future<DeletionVerdict> under(LeaseKeeper keeper, Run run, Receipt intent, Alternatives alternatives) {
        Duration left = run.deletion().deadline().remaining();
        return keeper.during(clock.limit(keeper.objection(), left)
                .otherwise(Optional.empty())
                .compose(lost -> lost.isPresent()
                        ? Future.succeededFuture(new Refused(Refusals.IN_PROGRESS))
                        : lookAgain(run, keeper, intent, alternatives)));
    }

    /** Reads the state once more now that nobody else can delete: a task that has started meanwhile is still refused. */
    private Future<DeletionVerdict> lookAgain(Run run, LeaseKeeper keeper, Receipt intent, Alternatives alternatives) {
        Deadline deadline = run.deletion().deadline();
        Future<SecondLook.Result> second =
                run.origin().resumed() ? look.resuming(run, intent.createdAt()) : look.again(run);
        return second.onSuccess(again -> again.learnt().ifPresent(alternatives.learnt()))
                .compose(again -> again.objection()
                        .map(refusal -> withdrawals.refused(refusal, keeper.lease()::withdraw, deadline))
                        .or(() -> again.learnt()
                                .flatMap(state -> alternatives.anew())
                                .map(begin -> begunAnew(begin, keeper.lease(), deadline)))
                        .orElseGet(() -> eraseAndSettle(run.after(again), keeper, intent)));
    }

    /**
     * Withdraws the intent before starting over: it was written without the creation times of the state, so a resumed deletion would take
     * that state for a new task's.
     */
    private Future<DeletionVerdict> begunAnew(Supplier<Future<DeletionVerdict>> begin, Lease lease, Deadline deadline) {
        return withdrawals
                .made(lease::withdraw, deadline)
                .compose(back -> back ? begin.get() : Future.succeededFuture(new Refused(Refusals.IN_PROGRESS)));
    }

    private Future<DeletionVerdict> eraseAndSettle(Run run, LeaseKeeper keeper, Receipt intent) {
        announce(run);
        run.superseded().ifPresent(listener::superseded);
        Guard guard = look.guard(keeper::objection, run, intent.createdAt());
        return erasure.erase(run.by(keeper.bound(run.deletion())), guard)
                .map(outcomes -> run.result(outcomes, clock))
                .compose(result -> settle(run, result, keeper.lease(), intent))
                .map(result -> tell(run, result));
    }

    private Future<DeletionResult> settle(Run run, DeletionResult result, Lease lease, Receipt intent) {
        Receipt receipt = intent.settled(
                result, run.known().knownReceipt(), clock.instant().plus(policy.receiptTtl()));
        Future<Boolean> written = lease.settle(receipt, policy.due(receipt));
        return clock.limit(written, run.deletion().deadline().remaining().plus(SETTLING))
                .otherwise(false)
                .map(settled -> settled ? result : result.warned(Warnings.NO_RECEIPT));
    }

    /**
     * Deletes what can be deleted although Redis accepts no intent, provided that the state, if it can be read, still allows it.
     *
     * @param learnt as of {@link Alternatives}
     */
    Future<DeletionVerdict> withoutIntent(Run run, Consumer<TaskState> learnt) {
        return look.again(run)
                .onSuccess(again -> again.learnt().ifPresent(learnt))
                .compose(again -> again.objection()
                        .map(refusal -> Future.<DeletionVerdict>succeededFuture(new Refused(refusal)))
                        .orElseGet(() -> alone(run.after(again))));
    }

    /** Likewise, without another look at the state. It is kept as the record while anything else is left. */
    Future<DeletionVerdict> alone(Run run) {
        Run warned = run.warned(Warnings.NO_INTENT);
        announce(warned);
        Guard guard = look.guard(Guard.WITHOUT_LEASE, warned, run.state().createdAt());
        return erasure.eraseUnrecorded(warned, guard).map(outcomes -> tell(warned, warned.result(outcomes, clock)));
    }

    private void announce(Run run) {
        if (run.isForcedActive()) {
            listener.cancelled(run.request(), run.deletion().id());
        }
        listener.started(run.request(), run.deletion().id());
    }

    private DeletionVerdict tell(Run run, DeletionResult result) {
        listener.finished(run.request(), result);
        return new Completed(result, false);
    }
}
