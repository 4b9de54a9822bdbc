package io.tasksweep.deletion;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One question of a look, to one store. A store that does not answer is an answer, too, so it is asked again only while it reports a
 * transient fault, for {@link #PATIENCE} at most, or if this node stalled and missed the answer. Pauses differ from task to task: many
 * looks may fail at the same moment. See {@link CheckQuestion} for a question whose failure decides the next step.
 */
final class LookQuestion<T> {
    /** How long a store that reports a transient fault is asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** How often to ask again because this node stalled and missed the answer. */
    private static final int MOST_MISSED = 2;

    private final TaskId taskId;
    private final Supplier<Future<T>> question;
    private final Function<Throwable, Failure> explain;
    private final Limits limits;
    private final Clock clock;
    private final Deadline patience;
    private int missed;

    private LookQuestion(
            TaskId taskId,
            Supplier<Future<T>> question,
            Function<Throwable, Failure> explain,
            Limits limits,
            Clock clock) {
        this.taskId = taskId;
        this.question = question;
        this.explain = explain;
        this.limits = limits;
        this.clock = clock;
        this.patience = clock.in(DeletionPolicy.shorter(PATIENCE, limits.callLimit()));
    }

    /** How long one call may take, and when all calls must have ended. */
    record Limits(Duration call, Deadline end) {
        private Duration callLimit() {
            return DeletionPolicy.shorter(call, end.remaining());
        }
    }

    /** Whether the store may answer in a moment; not if the circuit breaker keeps it from being asked. */
    static boolean isWorthRepeating(Throwable cause, Failure explained) {
        return explained.retriable() && !(cause instanceof CircuitOpen);
    }

    /** Never fails: a store that does not answer yields {@link Answer.Unknown}. */
    static <T> Future<Answer<T>> answer(
            TaskId taskId,
            Supplier<Future<T>> question,
            Function<Throwable, Failure> explain,
            Limits limits,
            Clock clock) {
        return new LookQuestion<>(taskId, question, explain, limits, clock).ask(FIRST_PAUSE);
    }

    private Future<Answer<T>> ask(Duration pause) {
        long asked = clock.nanoTime();
        Duration limit = limits.callLimit();
        return clock.limit(question.get(), limit)
                .<Answer<T>>map(Answer.Known::new)
                .recover(cause -> isMissed(asked, limit) ? ask(pause) : again(cause, pause));
    }

    /** After a stall a node's timers fire before it reads the answers that arrived meanwhile. */
    private boolean isMissed(long asked, Duration limit) {
        return clock.stoodStill(asked, limit) && !limits.end().passed() && missed++ < MOST_MISSED;
    }

    private Future<Answer<T>> again(Throwable cause, Duration pause) {
        Failure failure = OutOfTime.explain(cause, explain);
        return isWorthRepeating(cause, failure) && patience.remaining().compareTo(pause) > 0
                ? clock.after(jittered(pause)).compose(ignored -> ask(pause.multipliedBy(2)))
                : Future.succeededFuture(new Answer.Unknown<>(failure));
    }

    /** Half the pause plus a part of the rest derived from the task id, so many requests do not all retry at the same moment. */
    private Duration jittered(Duration pause) {
        long half = pause.toMillis() / 2;
        return Duration.ofMillis(half + new SplittableRandom(taskId.value().hashCode() + half).nextLong(half + 1));
    }
}
