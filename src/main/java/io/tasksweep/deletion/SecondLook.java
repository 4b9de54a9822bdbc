package io.tasksweep.deletion;

import static io.tasksweep.deletion.DeletionPolicy.shorter;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskEvidence;
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
     * @param objection why safe mode must not continue after all
     * @param learnt whether the second look read a state that the first could not: then much of what the first said no longer holds
     * @param unread why the state could not be read again, if that does not matter enough to stop
     */
    record Result(Optional<Refusal> objection, boolean learnt, Optional<Failure> unread) {
        static final Result UNNEEDED = new Result(Optional.empty(), false, Optional.empty());
    }

    /**
     * Reads the state again, now that nobody else can delete. If it cannot be read now, the first look stands, unless the operator refuses
     * unknown state. Force needs no second look.
     */
    Future<Result> again(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        if (request.force()) {
            return Future.succeededFuture(Result.UNNEEDED);
        }
        boolean unknown = !isKnown(known);
        return stateAgain(request, known, deadline)
                .map(state -> new Result(DeletionRules.active(state), unknown, Optional.empty()))
                .otherwise(cause -> unread(OutOfTime.explain(cause, registry::explain)));
    }

    private Result unread(Failure why) {
        return policy.refuseUnknownState()
                ? new Result(DeletionRules.unavailable(why, true), false, Optional.empty())
                : new Result(Optional.empty(), false, Optional.of(why));
    }

    /**
     * Looks once more before a deletion is resumed that nobody waits for, whatever its force: data of a new task of that name must stay, and
     * so must any if the state cannot be read.
     *
     * @param deleted the creation times of the task being deleted
     */
    Future<Result> resuming(Run run, Set<String> deleted) {
        return newcomer(run, deleted).map(why -> new Result(why.map(SecondLook::notResumed), false, Optional.empty()));
    }

    private static Refusal notResumed(Failure why) {
        return DeletionRules.isIntruder(why) ? Refusals.NEW_TASK : Refusals.IN_PROGRESS;
    }

    private Future<TaskState> stateAgain(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        Supplier<Duration> limit = () -> isKnown(known) ? searchAgain(deadline) : policy.call(deadline);
        return AskedAgain.answer(() -> state(request.taskId(), known, registry::lookAgain), limit, clock);
    }

    /** Searches if the first look could not read the state. */
    private Future<TaskState> state(
            TaskId taskId, TaskEvidence known, BiFunction<TaskId, Registered, Future<TaskState>> again) {
        return known.registered()
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
        return intruder(run, deleted, registry::lookAgain, () -> shorter(policy.search(), remaining(run)));
    }

    /** The same check for records that the look has seen and that are about to be deleted: reads those records again. */
    private Future<Optional<Failure>> successor(Run run, Set<String> deleted) {
        boolean kept = run.known()
                .registered()
                .map(seen -> seen.keys().complete())
                .value()
                .orElse(false);
        return intruder(
                run,
                deleted,
                registry::readAgain,
                () -> kept ? policy.call(run.deletion().deadline()) : shorter(policy.search(), remaining(run)));
    }

    private Future<Optional<Failure>> intruder(
            Run run,
            Set<String> deleted,
            BiFunction<TaskId, Registered, Future<TaskState>> again,
            Supplier<Duration> limit) {
        Supplier<Future<TaskState>> state = () -> state(run.request().taskId(), run.known(), again);
        return intruder(run.request(), deleted, AskedAgain.answer(state, limit, clock));
    }

    private static Duration remaining(Run run) {
        return run.deletion().deadline().remaining();
    }

    private static boolean isKnown(TaskEvidence known) {
        return known.registered().value().isPresent();
    }

    /**
     * As long as the request has taken until now, its first search included, and half as long again; but at least a third and at most half
     * of what is left. Leaves time for the stores if the registry is silent now: it is asked twice then.
     */
    private Duration searchAgain(Deadline deadline) {
        Duration used = policy.timeout().minus(deadline.remaining());
        Duration asked = used.plus(used.dividedBy(2));
        Duration third = deadline.remaining().dividedBy(3);
        return asked.compareTo(third) < 0
                ? third
                : shorter(asked, deadline.remaining().dividedBy(2));
    }

    private Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted, Future<TaskState> state) {
        return state.map(now -> DeletionRules.intruder(request, deleted, now))
                .otherwise(cause -> Optional.of(OutOfTime.explain(cause, registry::explain)));
    }
}
