package io.tasksweep.deletion;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

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
     * future ends. The look itself never fails: a store that has not answered by the deadline, or within its own time, counts as silent.
     */
    <T> Future<T> atAll(TaskId taskId, Deadline deadline, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, deadline);
        return used(ask.and(ask.objects()), use);
    }

    /**
     * Likewise, but the look at the objects is skipped if their store is free, another store already holds something of the task, and age
     * does not matter: deleting the objects starts with the same question.
     */
    <T> Future<T> at(TaskId taskId, Deadline deadline, Function<TaskEvidence, Future<T>> use) {
        Questions ask = new Questions(taskId, deadline);
        boolean spared = objects.isFree() && policy.quietPeriod().isZero();
        return used(spared ? ask.objectsIfNeedBe() : ask.and(ask.objects()), use);
    }

    private <T> Future<T> used(Future<TaskEvidence> look, Function<TaskEvidence, Future<T>> use) {
        return look.compose(known -> Future.succeededFuture(known)
                .compose(use)
                .onComplete(ignored -> known.registered().value().ifPresent(registry::release)));
    }

    /** Starts asking directory, state and receipt in the constructor; objects are asked only by {@code objects()}. */
    private final class Questions {
        private final TaskId taskId;
        private final LookQuestion.Limits call;
        private final Future<Answer<Evidence>> directory;
        private final Future<Answer<Registered>> state;
        private final Future<Answer<Optional<Receipt>>> receipt;

        private Questions(TaskId taskId, Deadline deadline) {
            this.taskId = taskId;
            this.call = new LookQuestion.Limits(policy.storeTimeout(), deadline);
            LookQuestion.Limits search = new LookQuestion.Limits(policy.searchLimit(), deadline);
            directory =
                    LookQuestion.answer(taskId, () -> directories.survey(taskId), directories::explain, call, clock);
            state = LookQuestion.answer(taskId, () -> registry.look(taskId), registry::explain, search, clock);
            receipt = LookQuestion.answer(taskId, () -> receipts.find(taskId), receipts::explain, call, clock);
        }

        private Future<Answer<Evidence>> objects() {
            return LookQuestion.answer(taskId, () -> objects.survey(taskId), objects::explain, call, clock);
        }

        private Future<TaskEvidence> and(Future<Answer<Evidence>> object) {
            return Future.join(directory, state, object, receipt)
                    .map(ignored ->
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

    /** What is asked after the first look, of the same registry. */
    SecondLook second() {
        return new SecondLook(registry, clock, policy);
    }
}
