package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Refused;
import io.tasksweep.domain.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Withdraws intents that must not be carried out any more; tries several times, since a sweeper carries out one that stays. */
final class Withdrawals {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int TRIES = 3;

    private final Clock clock;

    Withdrawals(Clock clock) {
        this.clock = clock;
    }

    /** The first answer; false if no try got one. */
    Future<Boolean> made(Supplier<Future<Boolean>> withdrawal) {
        return made(withdrawal, TRIES);
    }

    private Future<Boolean> made(Supplier<Future<Boolean>> withdrawal, int tries) {
        return withdrawal
                .get()
                .recover(cause -> tries <= 1
                        ? Future.succeededFuture(false)
                        : clock.after(PAUSE).compose(ignored -> made(withdrawal, tries - 1)));
    }

    /** The same, also false if the deadline, and the time for settling beyond it, pass first. */
    Future<Boolean> made(Supplier<Future<Boolean>> withdrawal, Deadline deadline) {
        return clock.limit(made(withdrawal), deadline.remaining().plus(Execution.SETTLING))
                .otherwise(false);
    }

    /** The refusal, once the intent is withdrawn; the caller is told if that is not certain. */
    Future<DeletionVerdict> refused(Refusal refusal, Supplier<Future<Boolean>> withdrawal, Deadline deadline) {
        return made(withdrawal, deadline).map(back -> new Refused(back ? refusal : Refusals.NOT_WITHDRAWN));
    }
}
