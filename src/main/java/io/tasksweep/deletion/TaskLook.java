package io.tasksweep.deletion;

import io.tasksweep.domain.Answer;
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
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks every store at once what it holds of a task; one that does not answer keeps none of the others waiting for ever. */
public final class TaskLook {
    /** How long a store that reports a passing fault is asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

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

    /** Never fails: a store's silence is part of the answer. */
    public Future<TaskEvidence> at(TaskId taskId) {
        return at(taskId, clock.in(policy.timeout()));
    }

    /** The same, ended at the deadline: what has not answered by then is silent. */
    Future<TaskEvidence> at(TaskId taskId, Deadline deadline) {
        Limits call = new Limits(policy.storeTimeout(), deadline);
        Limits search = new Limits(search(), deadline);
        var directory = new Question<>(taskId, () -> directories.survey(taskId), directories::explain, call).answer();
        var state = new Question<>(taskId, () -> registry.look(taskId), registry::explain, search).answer();
        var object = new Question<>(taskId, () -> objects.survey(taskId), objects::explain, call).answer();
        var receipt = new Question<>(taskId, () -> receipts.find(taskId), receipts::explain, call).answer();
        return Future.join(directory, state, object, receipt)
                .map(all -> new TaskEvidence(directory.result(), state.result(), object.result(), receipt.result()));
    }

    /** A search of the whole database takes many calls, each with a limit of its own. */
    private Duration search() {
        return policy.timeout().dividedBy(2);
    }

    /** How long one call may take, and when all must have ended. */
    private record Limits(Duration call, Deadline end) {
        private Duration now() {
            return shorter(call, end.remaining());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Reads the state again, now that nobody else can delete: why safe mode must not go on after all. One that could not be read
     * before is searched for. What cannot be read now is as the look has left it, unless the operator wants to be sure.
     */
    Future<Optional<Refusal>> again(DeletionRequest request, TaskEvidence known, Deadline deadline) {
        if (request.force()) {
            return Future.succeededFuture(Optional.empty());
        }
        return stateAgain(request.taskId(), known, deadline)
                .recover(cause -> cause instanceof OutOfTime && !deadline.passed()
                        ? stateAgain(request.taskId(), known, deadline)
                        : Future.failedFuture(cause))
                .map(DeletionRules::active)
                .otherwise(cause -> policy.refuseUnknownState()
                        ? DeletionRules.unavailable(OutOfTime.explain(cause, registry::explain), true)
                        : Optional.empty());
    }

    /** An answer that is too late may have been held up by this node, which stood still while the task was started: it is asked twice. */
    private Future<TaskState> stateAgain(TaskId taskId, TaskEvidence known, Deadline deadline) {
        Future<TaskState> state = known.registered()
                .value()
                .map(seen -> registry.lookAgain(taskId, seen.keys()))
                .orElseGet(() -> registry.look(taskId).map(Registered::state));
        return clock.limit(state, policy.call(deadline), new OutOfTime());
    }

    /**
     * Why what came back during a deletion must stay; empty if it is a late write of the task that is deleted. Searches again,
     * since what came back is what no look has seen.
     *
     * @param deleted the creation times of the task that is deleted
     */
    Future<Optional<Failure>> intruder(DeletionRequest request, Set<String> deleted) {
        return registry.look(request.taskId())
                .map(found -> DeletionRules.intruder(request, deleted, found.state()))
                .otherwise(cause -> Optional.of(OutOfTime.explain(cause, registry::explain)));
    }

    /** One question, asked again for a while as long as what comes back is a passing fault. */
    private final class Question<T> {
        private final TaskId taskId;
        private final Supplier<Future<T>> question;
        private final Function<Throwable, Failure> explain;
        private final Limits limits;
        private final Deadline patience;

        private Question(
                TaskId taskId, Supplier<Future<T>> question, Function<Throwable, Failure> explain, Limits limits) {
            this.taskId = taskId;
            this.question = question;
            this.explain = explain;
            this.limits = limits;
            this.patience = clock.in(shorter(PATIENCE, limits.now()));
        }

        private Future<Answer<T>> answer() {
            return ask(FIRST_PAUSE);
        }

        private Future<Answer<T>> ask(Duration pause) {
            return clock.limit(question.get(), limits.now(), new OutOfTime())
                    .<Answer<T>>map(Answer.Known::new)
                    .recover(cause -> again(cause, pause));
        }

        private Future<Answer<T>> again(Throwable cause, Duration pause) {
            Failure failure = OutOfTime.explain(cause, explain);
            boolean worthWhile = failure.retriable() && !(cause instanceof StoreResting);
            return worthWhile && patience.remaining().compareTo(pause) > 0
                    ? clock.after(jittered(pause)).compose(waited -> ask(pause.multipliedBy(2)))
                    : Future.succeededFuture(new Answer.Unknown<>(failure));
        }

        /** Half the pause and a part of the rest that the task's name decides: many requests do not come back at one moment. */
        private Duration jittered(Duration pause) {
            long half = pause.toMillis() / 2;
            return Duration.ofMillis(half + new SplittableRandom(taskId.value().hashCode() + half).nextLong(half + 1));
        }
    }
}
