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
import io.tasksweep.domain.TaskEvidence;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Empties the stores: directory and objects in parallel, the state last, because a repeat relies on it to find the rest. Each store is
 * looked at again afterwards, by its own adapter or by this class, and only that second look decides the outcome.
 */
public final class Erasure {
    /** How many rounds a store gets to become empty: a writer may still be at work, but the retries must end. */
    private static final int ROUNDS = 3;

    /** The least time a store gets beyond the deadline to report what it has done by then. */
    static final Duration GRACE = Duration.ofMillis(300);

    /** A fifth of the remaining time, and at most {@link #MOST_KEPT}, is reserved for the state, which is deleted last. */
    private static final int KEPT_PART = 5;

    private static final Duration MOST_KEPT = Duration.ofSeconds(10);

    /**
     * How long after the start of a run the first look at the state is trusted. Most runs have ended by then. In a longer one the caller
     * may have submitted a new task under the same keys, so the state is read again before it is deleted.
     */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Failure LATE = new Failure(
            FailureCode.TIMEOUT, "No time was left to delete it within this request; repeat the request to go on.");

    private static final Failure KEPT = new Failure(
            FailureCode.RECORD_KEPT,
            "Kept as the only record of what is still to be deleted; it goes with the next attempt.");

    private final ResourceStore directories;
    private final ResourceStore objects;
    private final ResourceStore states;
    private final Clock clock;

    public Erasure(ResourceStore directories, ResourceStore objects, ResourceStore states, Clock clock) {
        this.directories = directories;
        this.objects = objects;
        this.states = states;
        this.clock = clock;
    }

    /**
     * Empties all three stores; a receipt records what is outstanding.
     *
     * @param guard asked before each step whether that step is still allowed
     * @return three outcomes, in order; never fails
     */
    Future<List<ResourceOutcome>> of(Run run, Guard guard) {
        return of(run, guard, others -> true);
    }

    /** Empties all three stores without a receipt: the state is the only record, so it is kept while anything else is left. */
    Future<List<ResourceOutcome>> unrecorded(Run run, Guard guard) {
        return of(run, guard, others -> others.stream().noneMatch(ResourceOutcome::isFailed));
    }

    private Future<List<ResourceOutcome>> of(Run run, Guard guard, Predicate<List<ResourceOutcome>> stateMayGo) {
        Deletion deletion = run.deletion();
        Duration kept = kept(deletion);
        Part first = new Part(deletion.until(deletion.deadline().before(kept)), grace(kept));
        var directory = one(directories, first, run.known(), guard);
        var object = one(objects, first, run.known(), guard);
        Part last = new Part(deletion, GRACE);
        return Future.join(directory, object)
                .compose(both -> stateMayGo.test(both.list())
                        ? one(states, last, run.known(), isBelieved(run) ? guard : guard.suspecting())
                        : Future.succeededFuture(new Failed(states.kind(), Counts.NONE, KEPT)))
                .map(state -> List.of(directory.result(), state, object.result()));
    }

    /** Whether the first look at the state is fresh enough to be trusted. Never under a watch: asking again then costs next to nothing. */
    private boolean isBelieved(Run run) {
        boolean watched = run.known()
                .of(states.kind())
                .map(found -> found.watch().isPresent())
                .value()
                .orElse(false);
        return !watched && clock.nanoTime() - run.startedNanos() < FRESH.toNanos();
    }

    /**
     * One store's part of a deletion.
     *
     * @param grace time beyond its deadline to report what it has done by then
     */
    private record Part(Deletion deletion, Duration grace) {}

    /** Half of what is reserved: a disk that stands still for a second at the deadline must not hide what was removed until then. */
    private static Duration grace(Duration kept) {
        Duration half = kept.dividedBy(2);
        return half.compareTo(GRACE) > 0 ? half : GRACE;
    }

    /** A store that hangs must not use up the time of the next one. */
    private static Duration kept(Deletion deletion) {
        return DeletionPolicy.shorter(deletion.deadline().remaining().dividedBy(KEPT_PART), MOST_KEPT);
    }

    /** A store that breaks is one failed outcome, never a failed deletion. */
    private Future<ResourceOutcome> one(ResourceStore store, Part part, TaskEvidence known, Guard guard) {
        return known.of(store.kind())
                .<Future<ResourceOutcome>>fold(
                        found -> erase(new Progress(store, part.deletion, guard, clock), found, part.grace),
                        failure -> Future.succeededFuture(new Failed(store.kind(), Counts.NONE, failure)));
    }

    private Future<ResourceOutcome> erase(Progress progress, Evidence found, Duration grace) {
        ResourceStore store = progress.store;
        Future<ResourceOutcome> emptied = progress.round(found, 1);
        return clock.limit(emptied, progress.deletion.deadline().remaining().plus(grace))
                .otherwise(cause -> new Failed(store.kind(), progress.gone, OutOfTime.explain(cause, store::explain)));
    }

    /** Empties one store: erase, look again, repeat while something is left. */
    private static final class Progress {
        private final ResourceStore store;
        private final Deletion deletion;
        private final Guard guard;
        private final Clock clock;
        private final Deadline patience;
        private Counts gone = Counts.NONE;

        private Progress(ResourceStore store, Deletion deletion, Guard guard, Clock clock) {
            this.store = store;
            this.deletion = deletion;
            this.guard = guard;
            this.clock = clock;
            this.patience = clock.in(Question.PATIENCE);
        }

        private Future<ResourceOutcome> round(Evidence found, int round) {
            return found.isEmpty()
                    ? lookAgain(Erased.NOTHING, round)
                    : guard.lease()
                            .get()
                            .compose(why -> why.or(this::late).map(this::failed).orElseGet(() -> erase(found, round)));
        }

        private Future<ResourceOutcome> erase(Evidence found, int round) {
            Future<Erased> erased = store.erase(deletion, found);
            return found.isUnseen()
                    ? erased.transform(first -> isPassingFault(first) ? afterALook(first) : judge(first))
                    : erased.compose(done -> lookAgain(done, round));
        }

        private Future<ResourceOutcome> judge(AsyncResult<Erased> first) {
            return first.succeeded() ? lookAgain(first.result(), 1) : Future.failedFuture(first.cause());
        }

        /** Whether the store removed nothing for a reason that may have passed a moment later. */
        private boolean isPassingFault(AsyncResult<Erased> first) {
            return first.succeeded()
                    ? first.result().isPassingFault()
                    : Question.isWorthRepeating(first.cause(), store.explain(first.cause()));
        }

        /** Makes the look that was skipped before, with the same retries as any look. What it finds may belong to a new task by now. */
        private Future<ResourceOutcome> afterALook(AsyncResult<Erased> first) {
            if (patience.passed()) {
                return first.succeeded() ? failed(worthiest(first.result())) : Future.failedFuture(first.cause());
            }
            Question.Limits limits = new Question.Limits(deletion.deadline().remaining(), deletion.deadline());
            return new Question<>(
                            deletion.taskId(), () -> store.survey(deletion.taskId()), store::explain, limits, clock)
                    .answer()
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

        /** Fails without deleting what a later look found. */
        private Future<ResourceOutcome> failedAt(Evidence left, Failure failure) {
            store.release(left);
            return failed(failure);
        }

        private Future<ResourceOutcome> judge(Erased erased, Evidence left, int round) {
            if (left.isEmpty()) {
                return Future.succeededFuture(
                        gone.isEmpty() ? new Skipped(store.kind()) : new Deleted(store.kind(), gone));
            }
            boolean again = erased.failures().isEmpty()
                    && round < ROUNDS
                    && !deletion.deadline().passed();
            return again ? roundUnlessIntruded(left, round + 1) : failedAt(left, worthiest(erased));
        }

        /** What is there now was not there at the look, so it may belong to a new task. */
        private Future<ResourceOutcome> roundUnlessIntruded(Evidence left, int round) {
            return guard.intruder()
                    .get()
                    .compose(why -> why.map(failure -> failedAt(left, failure)).orElseGet(() -> round(left, round)));
        }

        private static Failure worthiest(Erased erased) {
            return Failure.worthiest(erased.failures())
                    .orElse(new Failure(
                            FailureCode.LEFT_OVER,
                            "Data of the task is still there after it was deleted; somebody may be writing it. "
                                    + "Repeat the request."));
        }
    }
}
