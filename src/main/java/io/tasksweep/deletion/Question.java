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

/** One question to a store, asked again for a while as long as what comes back is a passing fault. */
final class Question<T> {
    /** How long a store that reports a passing fault is asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** How often it is asked again because this node stood still, and has not heard the answer. */
    private static final int MOST_MISSED = 2;

    private final TaskId taskId;
    private final Supplier<Future<T>> question;
    private final Function<Throwable, Failure> explain;
    private final Limits limits;
    private final Clock clock;
    private final Deadline patience;
    private int missed;

    Question(
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
        this.patience = clock.in(DeletionPolicy.shorter(PATIENCE, limits.now()));
    }

    /** How long one call may take, and when all must have ended. */
    record Limits(Duration call, Deadline end) {
        private Duration now() {
            return DeletionPolicy.shorter(call, end.remaining());
        }
    }

    /** Whether a store that fails like that may answer in a moment; one that is not even asked any more will not. */
    static boolean isWorthRepeating(Throwable cause, Failure explained) {
        return explained.retriable() && !(cause instanceof StoreResting);
    }

    /** Never fails: a store's silence is an answer, too. */
    Future<Answer<T>> answer() {
        return ask(FIRST_PAUSE);
    }

    private Future<Answer<T>> ask(Duration pause) {
        long asked = clock.nanoTime();
        Duration limit = limits.now();
        return clock.limit(question.get(), limit)
                .<Answer<T>>map(Answer.Known::new)
                .recover(cause -> isMissed(asked, limit) ? ask(pause) : again(cause, pause));
    }

    /** A node that stood still hears its own timers first. */
    private boolean isMissed(long asked, Duration limit) {
        return clock.stoodStill(asked, limit) && !limits.end().passed() && missed++ < MOST_MISSED;
    }

    private Future<Answer<T>> again(Throwable cause, Duration pause) {
        Failure failure = OutOfTime.explain(cause, explain);
        return isWorthRepeating(cause, failure) && patience.remaining().compareTo(pause) > 0
                ? clock.after(jittered(pause)).compose(waited -> ask(pause.multipliedBy(2)))
                : Future.succeededFuture(new Answer.Unknown<>(failure));
    }

    /** Half the pause and a part of the rest that the task's name decides: many requests do not come back at one moment. */
    private Duration jittered(Duration pause) {
        long half = pause.toMillis() / 2;
        return Duration.ofMillis(half + new SplittableRandom(taskId.value().hashCode() + half).nextLong(half + 1));
    }
}
