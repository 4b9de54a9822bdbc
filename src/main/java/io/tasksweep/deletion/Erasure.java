package io.tasksweep.deletion;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.ResourceOutcome.Failed;
import io.tasksweep.domain.ResourceOutcome.Skipped;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Empties the stores: directory and objects in parallel, the state last, because a repeat relies on it to find the rest. Each store is
 * looked at again afterwards, by its own adapter or by {@link StoreErasure}, and only that second look decides the outcome.
 */
public final class Erasure {
    /** Time the state gets beyond the deadline to report what has been deleted by then. */
    static final Duration GRACE = Duration.ofMillis(300);

    /**
     * The most that directory and objects get beyond theirs, and never more than half of what is kept for the state: a disk that stands
     * still just then must not hide what was removed.
     */
    private static final Duration MOST_GRACE = Duration.ofSeconds(1);

    /** A fifth of the remaining time, and at most {@link #MOST_KEPT}, is reserved for the state, which is deleted last. */
    private static final int KEPT_PART = 5;

    private static final Duration MOST_KEPT = Duration.ofSeconds(10);

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
    Future<List<ResourceOutcome>> erase(Run run, Guard guard) {
        return erase(run, guard, others -> true);
    }

    /** Empties all three stores without a receipt: the state is the only record, so it is kept while anything else is left. */
    Future<List<ResourceOutcome>> eraseUnrecorded(Run run, Guard guard) {
        return erase(run, guard, others -> others.stream().noneMatch(ResourceOutcome::isFailed));
    }

    private Future<List<ResourceOutcome>> erase(Run run, Guard guard, Predicate<List<ResourceOutcome>> stateMayGo) {
        Deletion deletion = run.deletion();
        Duration kept = kept(deletion);
        Part first = new Part(deletion.until(deletion.deadline().before(kept)), grace(kept));
        var directory = one(directories, first, run, guard);
        var object = one(objects, first, run, guard);
        Part last = new Part(deletion, GRACE);
        return Future.join(directory, object)
                .compose(both -> stateMayGo.test(both.list())
                        ? one(states, last, run, isBelieved(run) ? guard : guard.suspecting())
                        : Future.succeededFuture(new Failed(states.kind(), Counts.NONE, KEPT)))
                .map(state -> Stream.of(directory.result(), state, object.result())
                        .map(outcome -> told(outcome, guard.met()))
                        .toList());
    }

    /**
     * Once a new task has been met, no failure is worth a repeat, which would delete that task; nor would anybody be told of it if the store
     * that has met it had been given up on by then.
     */
    private static ResourceOutcome told(ResourceOutcome outcome, Optional<Failure> met) {
        return outcome.<ResourceOutcome>fold(
                deleted -> deleted,
                skipped -> skipped,
                failed -> met.filter(why -> failed.failure().retriable())
                        .<ResourceOutcome>map(why -> new Failed(failed.kind(), failed.counts(), why))
                        .orElse(failed));
    }

    /**
     * Whether the first look at the state is fresh enough to be trusted. Not if it could not be repeated, and never under a watch: asking
     * again then costs next to nothing.
     */
    private boolean isBelieved(Run run) {
        boolean watched = run.known()
                .of(states.kind())
                .map(found -> found.watch().isPresent())
                .value()
                .orElse(false);
        return !watched && !run.stateUnknown() && run.isFresh(clock);
    }

    /**
     * One store's part of a deletion.
     *
     * @param grace time beyond its deadline to report what it has done by then
     */
    private record Part(Deletion deletion, Duration grace) {}

    private static Duration grace(Duration kept) {
        return DeletionPolicy.shorter(kept.dividedBy(2), MOST_GRACE);
    }

    /** A store that hangs must not use up the time of the next one. */
    private static Duration kept(Deletion deletion) {
        return DeletionPolicy.shorter(deletion.deadline().remaining().dividedBy(KEPT_PART), MOST_KEPT);
    }

    /** A store that breaks is one failed outcome, never a failed deletion. */
    private Future<ResourceOutcome> one(ResourceStore store, Part part, Run run, Guard guard) {
        if (run.spared().contains(store.kind())) {
            return Future.succeededFuture(new Skipped(store.kind()));
        }
        return run.known()
                .of(store.kind())
                .<Future<ResourceOutcome>>fold(
                        found -> new StoreErasure(store, part.deletion, guard, clock).outcome(found, part.grace),
                        failure -> Future.succeededFuture(new Failed(store.kind(), Counts.NONE, failure)));
    }
}
