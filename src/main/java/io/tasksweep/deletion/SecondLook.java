package io.tasksweep.deletion;

import static io.tasksweep.deletion.DeletionPolicy.shorter;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Asks for the state of a task again, right before something of it is deleted: it may be another task's by then. */
final class SecondLook {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final TaskRegistry registry;
    private final Clock clock;
    private final DeletionPolicy policy;

    SecondLook(TaskRegistry registry, Clock clock, DeletionPolicy policy) {
        this.registry = registry;
        this.clock = clock;
        this.policy = policy;
    }

    /**
     * The result of the second look.
     *
     * @param objection why the request must not be carried out after all
     * @param learnt the state, if the first look could not read it: then much of what that said no longer holds
     * @param unread why the state could not be read again, if that does not matter enough to stop
     */
    record Result(Optional<Refusal> objection, Optional<TaskState> learnt, Optional<Failure> unread) {
        /** The first look stands. */
        static final Result NOTHING_NEW = new Result(Optional.empty(), Optional.empty(), Optional.empty());

        private static Result refusing(Optional<Refusal> objection) {
            return new Result(objection, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Reads the state again, now that nobody else can delete. If it cannot be read now, the first look stands, unless the operator refuses
     * unknown state and the request is without force. Force needs no second look, unless the first could not read the state: then the intent lacks its creation times; or
     * took so long that a new task may have the name by now.
     */
    Future<Result> again(Run run) {
        boolean unknown = run.stateUnread();
        boolean force = run.request().force();
        if (force && !unknown && run.isFresh(clock)) {
            return Future.succeededFuture(Result.NOTHING_NEW);
        }
        boolean refuse = !force && policy.refuseUnknownState();
        return CheckQuestion.answer(() -> state(run, registry::lookAgain), limit(run, unknown), clock)
                .map(state -> found(run, state, force ? Optional.empty() : DeletionRules.active(state)))
                .otherwise(cause -> unread(OutOfTime.explain(cause, registry::explain), refuse));
    }

    private static Result found(Run run, TaskState state, Optional<Refusal> active) {
        return run.isOfAnother(state)
                ? Result.refusing(Optional.of(Refusals.NEW_TASK))
                : new Result(active, run.stateUnread() ? Optional.of(state) : Optional.empty(), Optional.empty());
    }

    /** Where hardly any time is left, one call has all of it: a first look that is so old must not stand because this one had no time. */
    private Supplier<Duration> limit(Run run, boolean unknown) {
        Duration looked = Duration.ofNanos(clock.nanoTime() - run.startedNanos());
        boolean scarce = remaining(run).compareTo(policy.storeTimeout()) <= 0;
        return () -> unknown || scarce
                ? policy.callLimit(run.deletion().deadline())
                : secondSearchLimit(looked, remaining(run));
    }

    private static Result unread(Failure why, boolean refuse) {
        return refuse
                ? Result.refusing(DeletionRules.unavailable(why, true))
                : new Result(Optional.empty(), Optional.empty(), Optional.of(why));
    }

    /**
     * Looks once more before a deletion is resumed that nobody waits for, whatever its force: data of a new task of that name must stay, and
     * so must any if the state cannot be read.
     *
     * @param deleted the creation times of the task being deleted
     */
    Future<Result> resuming(Run run, Set<String> deleted) {
        return newcomer(run, deleted).map(why -> Result.refusing(why.map(SecondLook::notResumed)));
    }

    private static Refusal notResumed(Failure why) {
        return DeletionRules.isIntruder(why) ? Refusals.NEW_TASK : DeletionRules.unavailable(why);
    }

    /** Searches if the first look could not read the state. */
    private Future<TaskState> state(Run run, BiFunction<TaskId, Registered, Future<TaskState>> again) {
        TaskId taskId = run.request().taskId();
        return run.known()
                .registered()
                .value()
                .map(seen -> again.apply(taskId, seen))
                .orElseGet(() -> registry.state(taskId));
    }

    /**
     * What asks before each step of the run.
     *
     * @param lease whether the lease was lost
     * @param deleted the creation times of the task being deleted
     */
    Guard guard(Supplier<Future<Optional<Failure>>> lease, Run run, Set<String> deleted) {
        return new Guard(lease, () -> intruder(run.request(), deleted), () -> successor(run, deleted));
    }

    /**
     * Why data that came back during a deletion must stay; empty if it is a late write of the task being deleted. Searches again, since no
     * look has seen that data.
     */
    private Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted) {
        return intruder(request, deleted, registry.state(request.taskId()));
    }

    /** The same check before anything is deleted that nobody waits for: the look may be as old as its slowest answer. */
    Future<Optional<Failure>> newcomer(Run run, Set<String> deleted) {
        return intruder(run, deleted, registry::lookAgain, () -> shorter(policy.searchLimit(), remaining(run)));
    }

    /** The same check for records that the look has seen and that are about to be deleted: reads those records again. */
    private Future<Optional<Failure>> successor(Run run, Set<String> deleted) {
        return intruder(run, deleted, registry::readAgain, () -> shorter(policy.searchLimit(), remaining(run)));
    }

    private Future<Optional<Failure>> intruder(
            Run run,
            Set<String> deleted,
            BiFunction<TaskId, Registered, Future<TaskState>> again,
            Supplier<Duration> limit) {
        return intruder(run.request(), deleted, CheckQuestion.answer(() -> state(run, again), limit, clock));
    }

    private static Duration remaining(Run run) {
        return run.deletion().deadline().remaining();
    }

    /**
     * As long as the run has taken until now, its search included, and half as long again; but at least a third and at most half of what is
     * left. Leaves time for the stores if the registry is silent now: it is asked twice then.
     * Never less than {@link #LEAST}, a call's time, or all that is left, whichever is the least.
     */
    private Duration secondSearchLimit(Duration looked, Duration left) {
        Duration part = longer(left.dividedBy(3), shorter(looked.plus(looked.dividedBy(2)), left.dividedBy(2)));
        return longer(part, shorter(shorter(LEAST, policy.storeTimeout()), left));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted, Future<TaskState> state) {
        return state.map(now -> DeletionRules.intruder(request, deleted, now))
                .otherwise(cause -> Optional.of(OutOfTime.explain(cause, registry::explain)));
    }
}
