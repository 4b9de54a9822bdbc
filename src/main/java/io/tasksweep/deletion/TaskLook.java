package io.tasksweep.deletion;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
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
    private final Duration callTimeout;

    /** @param callTimeout how long one question may go unanswered */
    public TaskLook(
            TaskRegistry registry,
            Receipts receipts,
            ResourceStore directories,
            ResourceStore objects,
            Clock clock,
            Duration callTimeout) {
        this.registry = registry;
        this.receipts = receipts;
        this.directories = directories;
        this.objects = objects;
        this.clock = clock;
        this.callTimeout = callTimeout;
    }

    /** Never fails: a store's silence is part of the answer. */
    public Future<TaskEvidence> at(TaskId taskId) {
        var directory = ask(() -> directories.survey(taskId), directories::explain);
        var state = ask(() -> registry.look(taskId), registry::explain);
        var object = ask(() -> objects.survey(taskId), objects::explain);
        var receipt = ask(() -> receipts.find(taskId), receipts::explain);
        return Future.join(directory, state, object, receipt)
                .map(all -> new TaskEvidence(directory.result(), state.result(), object.result(), receipt.result()));
    }

    private <T> Future<Answer<T>> ask(Supplier<Future<T>> question, Function<Throwable, Failure> explain) {
        return ask(question, explain, clock.in(PATIENCE), FIRST_PAUSE);
    }

    private <T> Future<Answer<T>> ask(
            Supplier<Future<T>> question, Function<Throwable, Failure> explain, Deadline patience, Duration pause) {
        return clock.limit(question.get(), callTimeout, new OutOfTime())
                .<Answer<T>>map(Answer.Known::new)
                .recover(cause -> {
                    Failure failure = OutOfTime.explain(cause, explain);
                    return failure.retriable() && patience.remaining().compareTo(pause) > 0
                            ? clock.after(pause)
                                    .compose(waited -> ask(question, explain, patience, pause.multipliedBy(2)))
                            : Future.succeededFuture(new Answer.Unknown<>(failure));
                });
    }
}
