package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One question before a step that deletes, on whose failure the deletion acts, too, so one broken connection must not decide it: it is
 * asked again after short pauses for {@link LookQuestion#PATIENCE} from the first failure on. If it times out, it is asked once more: this
 * node may have stalled, and after a stall its timers fire before the answers that arrived meanwhile are read. The first answer is dropped
 * then: it is as old as the first question. See {@link LookQuestion} for the questions of a look.
 */
final class CheckQuestion<T> {
    private final Supplier<Future<T>> question;
    private final Supplier<Duration> limit;
    private final Clock clock;
    private Optional<Deadline> patience = Optional.empty();
    private boolean wasLate;

    private CheckQuestion(Supplier<Future<T>> question, Supplier<Duration> limit, Clock clock) {
        this.question = question;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Returns the answer, or fails with the last failure.
     *
     * @param limit how long to wait for an answer; evaluated before each try
     */
    static <T> Future<T> answer(Supplier<Future<T>> question, Supplier<Duration> limit, Clock clock) {
        return new CheckQuestion<>(question, limit, clock).ask(LookQuestion.FIRST_PAUSE);
    }

    private Future<T> ask(Duration pause) {
        long asked = clock.nanoTime();
        Duration within = limit.get();
        return clock.limit(question.get(), within)
                .recover(cause -> isLate(cause, asked, within) ? onceMore(cause) : after(pause, cause));
    }

    private boolean isLate(Throwable cause, long asked, Duration within) {
        return cause instanceof OutOfTime
                || cause instanceof TimeoutException
                || clock.nanoTime() - asked >= within.toNanos();
    }

    private Future<T> onceMore(Throwable cause) {
        if (wasLate || limit.get().isZero()) {
            return Future.failedFuture(cause);
        }
        wasLate = true;
        return ask(LookQuestion.FIRST_PAUSE);
    }

    private Future<T> after(Duration pause, Throwable cause) {
        Deadline end = patience.orElseGet(() -> clock.in(LookQuestion.PATIENCE));
        patience = Optional.of(end);
        boolean inVain = cause instanceof CircuitOpen || end.remaining().compareTo(pause) <= 0;
        return inVain || limit.get().compareTo(pause) <= 0
                ? Future.failedFuture(cause)
                : clock.after(pause).compose(ignored -> ask(pause.multipliedBy(2)));
    }
}
