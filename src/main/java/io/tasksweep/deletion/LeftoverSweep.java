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
 * Ends at the start, and each hour, what a crash has left moved away, also where Redis took no record of it. A deletion that
 * runs, or whose receipt is open, is not touched: the one goes on by itself, the other is the {@link Sweeper}'s. What is left
 * had been decided about before it was moved, so that neither the state nor a new task of the same name has a say in it.
 */
public final class LeftoverSweep {
    private static final Duration EVERY = Duration.ofHours(1);

    /** After a store was out, or something would not go in time. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Leftovers leftovers;
    private final Receipts receipts;
    private final Leases leases;
    private final AuditTrail audit;
    private final SweepListener listener;
    private final Clock clock;
    private final Duration limit;
    private volatile boolean stopped;

    /** @param limit for what one task has left */
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

    /** Looks now, and from then on each hour. */
    public void start() {
        if (!stopped) {
            sweep().otherwise(false)
                    .onSuccess(ended -> clock.after(ended ? EVERY : AGAIN).onSuccess(due -> start()));
        }
    }

    /** Begins nothing more, and has what runs stop where it is; the next start goes on. */
    public void stop() {
        stopped = true;
    }

    /** One task after the other: nobody waits for it. Whether all was done that can be done now. */
    private Future<Boolean> sweep() {
        return leftovers
                .find()
                .onSuccess(found -> listener.leftoversKnown())
                .onFailure(listener::leftoversUnknown)
                .compose(found -> all(new Round(found)));
    }

    /** How far one sweep has come. */
    private static final class Round {
        private final Iterator<Leftover> rest;
        private boolean ended = true; // all so far, as far as that can be done now
        private boolean outageTold;

        private Round(List<Leftover> found) {
            rest = found.iterator();
        }
    }

    private Future<Boolean> all(Round round) {
        return stopped || !round.rest.hasNext()
                ? Future.succeededFuture(round.ended)
                : one(round.rest.next(), round).compose(next -> all(round));
    }

    private Future<Void> one(Leftover leftover, Round round) {
        return isNobodys(leftover.taskId())
                .compose(nobodys -> nobodys ? remove(leftover) : Future.succeededFuture(true))
                .otherwise(cause -> postponed(leftover, cause, round))
                .onSuccess(ended -> round.ended &= ended)
                .mapEmpty();
    }

    /** One that cannot be asked about keeps no other from going. While a store is out that is so for all, and told once. */
    private boolean postponed(Leftover leftover, Throwable cause, Round round) {
        if (!round.outageTold) {
            listener.postponed(leftover.taskId(), cause);
        }
        round.outageTold = true;
        return false;
    }

    /** Asked after it was found: what a deletion moves there that begins now is not among it. */
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
