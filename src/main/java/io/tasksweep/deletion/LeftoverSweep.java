package io.tasksweep.deletion;

import io.tasksweep.deletion.Leftovers.Leftover;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Removes, at startup and every hour, left-overs that deletions moved away but did not delete because of a crash, even where Redis has no
 * record of them. Skips tasks whose deletion is running, because it removes them itself, and tasks whose receipt is unfinished, because
 * the {@link Sweeper} resumes those. The decision to delete a left-over was made before it was moved, so neither the task's state nor a
 * new task of the same name matters any more.
 */
public final class LeftoverSweep {
    private static final Duration EVERY = Duration.ofHours(1);

    /** Pause after a store outage, or if something could not be removed in time. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Leftovers leftovers;
    private final Receipts receipts;
    private final Leases leases;
    private final AuditTrail audit;
    private final SweepListener listener;
    private final Clock clock;
    private final Duration limit;
    private volatile boolean stopped;

    /** @param limit how long removing one task's left-overs may take */
    public LeftoverSweep(
            Leftovers leftovers,
            Receipts receipts,
            Leases leases,
            AuditTrail audit,
            SweepListener listener,
            Clock clock,
            Duration limit) {
        this.leftovers = leftovers;
        this.receipts = receipts;
        this.leases = leases;
        this.audit = audit;
        this.listener = listener;
        this.clock = clock;
        this.limit = limit;
    }

    /** Sweeps at once and then every hour, or a minute later if not everything could be done. */
    public void start() {
        if (!stopped) {
            sweep().otherwise(false)
                    .onSuccess(ended -> clock.after(ended ? EVERY : AGAIN).onSuccess(ignored -> start()));
        }
    }

    /** Starts nothing more and stops a running removal where it is; the next start continues. */
    public void stop() {
        stopped = true;
    }

    /** Handles one task after the other, since nobody waits for it. Returns whether everything that can be done now was done. */
    private Future<Boolean> sweep() {
        return leftovers
                .find()
                .onSuccess(ignored -> listener.leftoversKnown())
                .onFailure(listener::leftoversUnknown)
                .compose(found -> all(new Round(found)));
    }

    /** The progress of one sweep. */
    private static final class Round {
        private final Iterator<Leftover> rest;
        private boolean ended = true; // whether everything so far was done, as far as possible now
        private boolean outageTold;

        private Round(List<Leftover> found) {
            rest = found.iterator();
        }
    }

    private Future<Boolean> all(Round round) {
        return stopped || !round.rest.hasNext()
                ? Future.succeededFuture(round.ended)
                : one(round.rest.next(), round).compose(ignored -> all(round));
    }

    private Future<Void> one(Leftover leftover, Round round) {
        return isNobodys(leftover.taskId())
                .compose(nobodys -> nobodys ? remove(leftover) : Future.succeededFuture(true))
                .otherwise(cause -> postponed(leftover, cause, round))
                .onSuccess(ended -> round.ended &= ended)
                .mapEmpty();
    }

    /** A task that cannot be checked must not keep the others from being removed. An outage affects all of them, so it is told once. */
    private boolean postponed(Leftover leftover, Throwable cause, Round round) {
        if (!round.outageTold) {
            listener.postponed(leftover.taskId(), cause);
        }
        round.outageTold = true;
        return false;
    }

    /** Checked after the left-overs were found, so they do not include anything that a deletion starting now moves away. */
    private Future<Boolean> isNobodys(TaskId taskId) {
        return leases.held(taskId)
                .compose(held -> held
                        ? Future.succeededFuture(false)
                        : receipts.find(taskId)
                                .map(found -> found.filter(Receipt::unfinished).isEmpty()));
    }

    private Future<Boolean> remove(Leftover leftover) {
        long begin = clock.nanoTime();
        Deadline deadline = clock.in(limit).orOnce(() -> stopped);
        return leftovers.remove(leftover, deadline).map(erased -> recorded(leftover, erased, begin));
    }

    private boolean recorded(Leftover leftover, Erased erased, long begin) {
        if (!erased.gone().isEmpty()) {
            audit.record(new AuditEntry(
                    "leftovers-" + leftover.deletions().stream().findFirst().orElse(""),
                    "sweeper",
                    leftover.taskId().value(),
                    Optional.empty(),
                    Decision.LEFTOVERS_REMOVED,
                    Optional.empty(),
                    Duration.ofNanos(Math.max(0, clock.nanoTime() - begin))));
        }
        Optional<Failure> stays = Failure.worthiest(erased.failures());
        stays.ifPresent(why -> listener.leftBehind(leftover.taskId(), why));
        return stays.filter(Failure::retriable).isEmpty();
    }
}
