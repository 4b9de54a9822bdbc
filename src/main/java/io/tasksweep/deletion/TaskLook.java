package io.tasksweep.deletion;

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
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the stores what they hold of a task; one that does not answer keeps none of the others waiting for ever. */
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
     * Asks all stores, and hands over what they answer; what they keep for a deletion is released when the returned future ends. The look
     * itself never fails: a store's silence is part of the answer.
     */
    <T> Future<T> at(TaskId taskId, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, clock.in(policy.timeout()));
        return used(ask.and(ask.objects()), use);
    }

    /**
     * The same, ended at the deadline: what has not answered by then is silent. Objects are left unseen where their store is free, another
     * one knows the task already, and their age does not matter: who deletes them begins with the same question.
     */
    <T> Future<T> at(TaskId taskId, Deadline deadline, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, deadline);
        boolean spared = objects.isFree() && policy.quietPeriod().isZero();
        return used(spared ? ask.objectsIfNeedBe() : ask.and(ask.objects()), use);
    }

    private <T> Future<T> used(Future<TaskEvidence> look, Function<TaskEvidence, Future<T>> use) {
        return look.compose(known ->
                Future.succeededFuture(known).compose(use).onComplete(over -> release(known)));
    }

    /** Lets go of what the look keeps, before its use has ended: for who will look again; idempotent. */
    void release(TaskEvidence known) {
        known.registered().value().ifPresent(registry::release);
    }

    /** To all stores at once, as soon as it is made; to the one for objects when it is said so. */
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

    /** A search of the whole database takes many calls, each with a limit of its own. */
    private Duration search() {
        return policy.timeout().dividedBy(2);
    }

    /**
     * What the second look says.
     *
     * @param objection why safe mode must not go on after all
     * @param learnt whether it has read what the first could not: then much of what that one said is not so
     */
    record Again(Optional<Refusal> objection, boolean learnt) {}

    /**
     * Reads the state again, now that nobody else can delete. One that could not be read before is searched for. What cannot be read
     * now is as the look has left it, unless the operator wants to be sure.
     */
    Future<Again> again(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        if (request.force()) {
            return Future.succeededFuture(new Again(Optional.empty(), false));
        }
        boolean unknown = !isKnown(known);
        return stateAgain(request, known, deadline)
                .map(state -> new Again(DeletionRules.active(state), unknown))
                .otherwise(cause -> new Again(unread(cause), false));
    }

    private Optional<Refusal> unread(Throwable cause) {
        return policy.refuseUnknownState()
                ? DeletionRules.unavailable(OutOfTime.explain(cause, registry::explain), true)
                : Optional.empty();
    }

    private Future<TaskState> stateAgain(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        Supplier<Duration> limit = () -> isKnown(known) ? rereadLimit(known, deadline) : policy.call(deadline);
        return AskedTwice.answer(() -> stateAgain(request.taskId(), known), limit, clock);
    }

    private Future<TaskState> stateAgain(TaskId taskId, TaskEvidence known) {
        return known.registered()
                .value()
                .map(seen -> registry.lookAgain(taskId, seen))
                .orElseGet(() -> registry.state(taskId));
    }

    /**
     * Why what came back during a deletion must stay; empty if it is a late write of the task that is deleted. Searches again,
     * since what came back is what no look has seen.
     *
     * @param deleted the creation times of the task that is deleted
     */
    Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted) {
        return intruder(request, deleted, registry.state(request.taskId()));
    }

    /** The same for what a look has seen: reads those records again. */
    Future<Optional<Failure>> successor(Run run, Set<String> deleted) {
        return intruder(
                run.request(),
                deleted,
                AskedTwice.answer(
                        () -> stateAgain(run.request().taskId(), run.known()),
                        () -> rereadLimit(run.known(), run.deletion().deadline()),
                        clock));
    }

    private static boolean isKnown(TaskEvidence known) {
        return known.registered().value().isPresent();
    }

    /** Where a look has found more records than it keeps, reading them again takes a search. */
    private Duration rereadLimit(TaskEvidence known, Deadline deadline) {
        boolean kept =
                known.registered().map(seen -> seen.keys().complete()).value().orElse(false);
        return kept ? policy.call(deadline) : DeletionPolicy.shorter(search(), deadline.remaining());
    }

    private Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted, Future<TaskState> state) {
        return state.map(now -> DeletionRules.intruder(request, deleted, now))
                .otherwise(cause -> Optional.of(OutOfTime.explain(cause, registry::explain)));
    }
}
