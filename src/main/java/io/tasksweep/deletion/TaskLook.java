package io.tasksweep.deletion;

import static io.tasksweep.deletion.DeletionPolicy.shorter;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
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
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the stores what they hold of a task; a store that does not answer cannot keep the look waiting for ever. */
public final class TaskLook {
    private final TaskRegistry registry;
    private final Receipts receipts;
    private final ResourceStore directories;
    private final ResourceStore objects;
    private final Clock clock;
    private final DeletionPolicy policy;

    public TaskLook(
            TaskRegistry registry,
            Receipts receipts,
            ResourceStore directories,
            ResourceStore objects,
            Clock clock,
            DeletionPolicy policy) {
        this.registry = registry;
        this.receipts = receipts;
        this.directories = directories;
        this.objects = objects;
        this.clock = clock;
        this.policy = policy;
    }

    /**
     * Asks all stores and passes their answers to {@code use}. Whatever the registry keeps for a deletion is released when the returned
     * future ends. The look itself never fails: a store's silence is part of the answer.
     */
    <T> Future<T> atAll(TaskId taskId, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, clock.in(policy.timeout()));
        return used(ask.and(ask.objects()), use);
    }

    /**
     * Looks until the deadline at most; a store that has not answered by then counts as silent. The look at the objects is skipped if
     * their store is free, another store already holds something of the task, and age does not matter: deleting the objects starts with
     * the same question.
     */
    <T> Future<T> at(TaskId taskId, Deadline deadline, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, deadline);
        boolean spared = objects.isFree() && policy.quietPeriod().isZero();
        return used(spared ? ask.objectsIfNeedBe() : ask.and(ask.objects()), use);
    }

    private <T> Future<T> used(Future<TaskEvidence> look, Function<TaskEvidence, Future<T>> use) {
        return look.compose(known -> Future.succeededFuture(known)
                .compose(use)
                .onComplete(over -> known.registered().value().ifPresent(registry::release)));
    }

    /** Starts asking directory, state and receipt in the constructor; objects are asked only by {@code objects()}. */
    private final class Questions {
        private final TaskId taskId;
        private final Question.Limits call;
        private final Future<Answer<Evidence>> directory;
        private final Future<Answer<Registered>> state;
        private final Future<Answer<Optional<Receipt>>> receipt;

        private Questions(TaskId taskId, Deadline deadline) {
            this.taskId = taskId;
            this.call = new Question.Limits(policy.storeTimeout(), deadline);
            Question.Limits search = new Question.Limits(search(), deadline);
            directory = new Question<>(taskId, () -> directories.survey(taskId), directories::explain, call, clock)
                    .answer();
            state = new Question<>(taskId, () -> registry.look(taskId), registry::explain, search, clock).answer();
            receipt = new Question<>(taskId, () -> receipts.find(taskId), receipts::explain, call, clock).answer();
        }

        private Future<Answer<Evidence>> objects() {
            return new Question<>(taskId, () -> objects.survey(taskId), objects::explain, call, clock).answer();
        }

        private Future<TaskEvidence> and(Future<Answer<Evidence>> object) {
            return Future.join(directory, state, object, receipt)
                    .map(all ->
                            new TaskEvidence(directory.result(), state.result(), object.result(), receipt.result()));
        }

        private Future<TaskEvidence> objectsIfNeedBe() {
            return and(Future.succeededFuture(new Answer.Known<>(Evidence.NOTHING)))
                    .compose(others -> and(
                            others.nothingFound() || !objects.isFree()
                                    ? objects()
                                    : Future.succeededFuture(new Answer.Known<>(Evidence.UNSEEN))));
        }
    }

    /** A search of the whole database takes many calls, each with its own limit. */
    private Duration search() {
        return policy.timeout().dividedBy(2);
    }

    /**
     * The result of the second look.
     *
     * @param objection why safe mode must not continue after all
     * @param learnt whether the second look read a state that the first could not: then much of what the first said no longer holds
     * @param unread why the state could not be read again, if that does not matter enough to stop
     */
    record Again(Optional<Refusal> objection, boolean learnt, Optional<Failure> unread) {
        static final Again UNNEEDED = new Again(Optional.empty(), false, Optional.empty());
    }

    /**
     * Reads the state again, now that nobody else can delete. If it cannot be read now, the first look stands, unless the operator refuses
     * unknown state. Force needs no second look.
     */
    Future<Again> again(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        if (request.force()) {
            return Future.succeededFuture(Again.UNNEEDED);
        }
        boolean unknown = !isKnown(known);
        return stateAgain(request, known, deadline)
                .map(state -> new Again(DeletionRules.active(state), unknown, Optional.empty()))
                .otherwise(cause -> unread(OutOfTime.explain(cause, registry::explain)));
    }

    private Again unread(Failure why) {
        return policy.refuseUnknownState()
                ? new Again(DeletionRules.unavailable(why, true), false, Optional.empty())
                : new Again(Optional.empty(), false, Optional.of(why));
    }

    /**
     * Looks once more before a deletion is resumed that nobody waits for, whatever its force: data of a new task of that name must stay, and
     * so must any if the state cannot be read.
     *
     * @param deleted the creation times of the task being deleted
     */
    Future<Again> resuming(Run run, Set<String> deleted) {
        return newcomer(run, deleted).map(why -> new Again(why.map(TaskLook::notResumed), false, Optional.empty()));
    }

    private static Refusal notResumed(Failure why) {
        return DeletionRules.isIntruder(why) ? Refusals.NEW_TASK : Refusals.IN_PROGRESS;
    }

    private Future<TaskState> stateAgain(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        Supplier<Duration> limit = () -> isKnown(known) ? searchAgain(deadline) : policy.call(deadline);
        return AskedAgain.answer(() -> stateAgain(request.taskId(), known), limit, clock);
    }

    private Future<TaskState> stateAgain(TaskId taskId, TaskEvidence known) {
        return known.registered()
                .value()
                .map(seen -> registry.lookAgain(taskId, seen))
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
        return intruder(run, deleted, registry::lookAgain, () -> shorter(search(), remaining(run)));
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
                () -> kept ? policy.call(run.deletion().deadline()) : shorter(search(), remaining(run)));
    }

    private Future<Optional<Failure>> intruder(
            Run run,
            Set<String> deleted,
            BiFunction<TaskId, Registered, Future<TaskState>> again,
            Supplier<Duration> limit) {
        TaskId taskId = run.request().taskId();
        Supplier<Future<TaskState>> state = () -> run.known()
                .registered()
                .value()
                .map(seen -> again.apply(taskId, seen))
                .orElseGet(() -> registry.state(taskId));
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
