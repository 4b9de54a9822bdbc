package io.tasksweep.deletion;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.ResourceOutcome.Deleted;
import io.tasksweep.domain.ResourceOutcome.Failed;
import io.tasksweep.domain.ResourceOutcome.Skipped;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Empties one store for one deletion: erase, look again, repeat while something is left. */
final class StoreErasure {
    /** How many rounds a store gets to become empty: a writer may still be at work, but the retries must end. */
    private static final int ROUNDS = 3;

    private static final Failure LATE =
            new Failure(FailureCode.TIMEOUT, "No time was left to delete it within this request.");

    private final ResourceStore store;
    private final Deletion deletion;
    private final Guard guard;
    private final Clock clock;
    private final Deadline patience;
    private Counts gone = Counts.NONE;

    StoreErasure(ResourceStore store, Deletion deletion, Guard guard, Clock clock) {
        this.store = store;
        this.deletion = deletion;
        this.guard = guard;
        this.clock = clock;
        this.patience = clock.in(LookQuestion.PATIENCE);
    }

    /**
     * Empties the store, and returns the outcome; never fails.
     *
     * @param grace time beyond the deadline to report what was deleted by then
     */
    Future<ResourceOutcome> outcome(Evidence found, Duration grace) {
        return clock.limit(round(found, 1), deletion.deadline().remaining().plus(grace))
                .otherwise(cause -> new Failed(store.kind(), gone, OutOfTime.explain(cause, store::explain)));
    }

    private Future<ResourceOutcome> round(Evidence found, int round) {
        return found.isEmpty()
                ? lookAgain(Erased.NOTHING, round)
                : guard.objection()
                        .compose(why -> why.or(this::late)
                                .map(failure -> failedAt(found, failure))
                                .orElseGet(() -> erase(found, round)));
    }

    private Future<ResourceOutcome> erase(Evidence found, int round) {
        Future<Erased> erased = store.erase(deletion, found);
        return found.isUnseen()
                ? erased.transform(first -> isPassingFault(first) ? afterALook(first) : judge(first))
                : erased.compose(done -> lookAgain(done, isDisturbed(found, done) ? round - 1 : round));
    }

    /** Whether nothing was even tried, since somebody else has changed what the look found: that is no round. Only a first look is watched. */
    private static boolean isDisturbed(Evidence found, Erased erased) {
        return found.watch().isPresent() && erased.equals(Erased.NOTHING);
    }

    private Future<ResourceOutcome> judge(AsyncResult<Erased> first) {
        return first.succeeded() ? lookAgain(first.result(), 1) : Future.failedFuture(first.cause());
    }

    /** Whether the store removed nothing for a reason that may have passed a moment later. */
    private boolean isPassingFault(AsyncResult<Erased> first) {
        return first.succeeded()
                ? first.result().isPassingFault()
                : LookQuestion.isWorthRepeating(first.cause(), store.explain(first.cause()));
    }

    /** Makes the look that was skipped before, with the same retries as any look. What it finds may belong to a new task by now. */
    private Future<ResourceOutcome> afterALook(AsyncResult<Erased> first) {
        if (patience.passed()) {
            return first.succeeded() ? failed(worthiest(first.result())) : Future.failedFuture(first.cause());
        }
        LookQuestion.Limits limits = new LookQuestion.Limits(deletion.deadline().remaining(), deletion.deadline());
        return LookQuestion.answer(
                        deletion.taskId(), () -> store.survey(deletion.taskId()), store::explain, limits, clock)
                .compose(answer -> answer.fold(
                        found -> found.isEmpty() ? round(found, 1) : roundUnlessIntruded(found, 1), this::failed));
    }

    private Future<ResourceOutcome> lookAgain(Erased erased, int round) {
        gone = gone.plus(erased.gone());
        return left(erased).compose(left -> judge(erased, left, round));
    }

    /** A store that has itself looked again after its last removal need not be surveyed again. */
    private Future<Evidence> left(Erased erased) {
        return erased.left().map(Future::succeededFuture).orElseGet(() -> store.survey(deletion.taskId()));
    }

    /** After a late answer nothing more may be started: nobody would hear of its result. */
    private Optional<Failure> late() {
        return deletion.deadline().passed() ? Optional.of(LATE) : Optional.empty();
    }

    private Future<ResourceOutcome> failed(Failure failure) {
        return Future.succeededFuture(new Failed(store.kind(), gone, failure));
    }

    /** Fails without deleting what a look has found. */
    private Future<ResourceOutcome> failedAt(Evidence left, Failure failure) {
        store.release(left);
        return failed(failure);
    }

    private Future<ResourceOutcome> judge(Erased erased, Evidence left, int round) {
        if (left.isEmpty()) {
            return Future.succeededFuture(gone.isEmpty() ? new Skipped(store.kind()) : new Deleted(store.kind(), gone));
        }
        boolean again = erased.failures().isEmpty()
                && round < ROUNDS
                && !deletion.deadline().passed();
        return again ? roundUnlessIntruded(left, round + 1) : failedAt(left, worthiest(erased));
    }

    /** What is there now was not there at the look, so it may belong to a new task. */
    private Future<ResourceOutcome> roundUnlessIntruded(Evidence left, int round) {
        return guard.intruder()
                .compose(why -> why.map(failure -> failedAt(left, failure)).orElseGet(() -> round(left, round)));
    }

    private static Failure worthiest(Erased erased) {
        return Failure.worthiest(erased.failures())
                .orElse(new Failure(
                        FailureCode.LEFT_OVER,
                        "Data of the task is still there after it was deleted; somebody may be writing it."));
    }
}
