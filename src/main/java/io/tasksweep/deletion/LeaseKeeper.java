package io.tasksweep.deletion;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Renews a lease while work runs under it: the lease outlives work of any length and still expires soon after a crash. Also tracks
 * whether the lease was lost; nothing more may be deleted under it then.
 */
final class LeaseKeeper {
    private static final Duration EVERY = Leases.LIFE.dividedBy(3);
    private static final long EVERY_NANOS = EVERY.toNanos();
    private static final long LIFE_NANOS = Leases.LIFE.toNanos();

    /** Limit for one renewal. With {@link #AGAIN}, the pause after a failed one, several tries fit into the rest of the lease. */
    private static final Duration RENEWAL = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** A lease confirmed less than this ago is certainly still held: it lives longer than this without a renewal. */
    private static final Duration SURE = EVERY.multipliedBy(2);

    /** How long a step waits for one answer whether the lease is still held. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Failure LOST = new Failure(
            FailureCode.BUSY,
            "This node did not answer for so long that another one may have taken over.",
            "Ask again for the result.");

    private final Lease lease;
    private final Clock clock;
    private volatile long confirmedNanos; // this and the next three fields are read by the threads that delete
    private volatile long silentNanos; // when a renewal last failed
    private volatile boolean stoodStill;
    private volatile boolean lost;
    private boolean stopped;

    /** @param takenNanos when the lease was requested: its lifetime starts then or later */
    LeaseKeeper(Lease lease, Clock clock, long takenNanos) {
        this.lease = lease;
        this.clock = clock;
        this.confirmedNanos = takenNanos;
        this.silentNanos = takenNanos;
    }

    Lease lease() {
        return lease;
    }

    /** Keeps renewing the lease until the work has ended. */
    <T> Future<T> during(Future<T> work) {
        Duration since = Duration.ofNanos(clock.nanoTime() - confirmedNanos);
        renewAfter(since.compareTo(EVERY) < 0 ? EVERY.minus(since) : Duration.ZERO);
        return work.onComplete(ignored -> stopped = true);
    }

    /**
     * The same deletion, with a deadline that also passes once the lease is lost, which stops even a store in the middle of its work.
     * After a stall, a deleting thread may check the deadline before this node has heard that the lease is lost; so a stall counts too.
     */
    Deletion bound(Deletion deletion) {
        return deletion.until(deletion.deadline().orOnce(() -> lost || hasStoodStill()));
    }

    /**
     * Whether the lease may belong to another node by now: it was not confirmed for its whole life, and not because Redis is silent, since
     * then no other node can take it. While Redis is silent a renewal fails every few seconds; if none has for {@link #EVERY}, this node
     * has stood still, whatever Redis did meanwhile. Once true, stays true even if the lease turns out to be still held: limits have already
     * been computed from it.
     */
    private boolean hasStoodStill() {
        long now = clock.nanoTime();
        if (now - confirmedNanos > LIFE_NANOS && now - silentNanos > EVERY_NANOS) {
            stoodStill = true; // written only then, since the threads that delete read it for every entry
        }
        return stoodStill;
    }

    /** The first failure after a stall may be noticed before anything else is: it must not hide the stall. */
    private void failed() {
        if (!hasStoodStill()) {
            silentNanos = clock.nanoTime();
        }
    }

    /**
     * Why the next step must not be made; empty if it may. If the last confirmation is too old, as after a stall, the lease is renewed
     * first. Silence from Redis is no objection: then nobody can have taken over either, or will learn of it.
     */
    Future<Optional<Failure>> objection() {
        boolean sure = clock.nanoTime() - confirmedNanos < SURE.toNanos();
        Future<?> asked =
                lost || sure ? Future.succeededFuture() : CheckQuestion.answer(this::renew, () -> PATIENCE, clock);
        return asked.transform(ignored -> Future.succeededFuture(lost ? Optional.of(LOST) : Optional.empty()));
    }

    /** A renewal that fails is retried; a refused one ends the renewals. */
    private void renewAfter(Duration pause) {
        clock.after(pause).onSuccess(ignored -> {
            if (!stopped && !lost) {
                clock.limit(renew(), RENEWAL)
                        .onFailure(cause -> failed())
                        .onComplete(renewed -> renewAfter(renewed.succeeded() ? EVERY : AGAIN));
            }
        });
    }

    private Future<Boolean> renew() {
        long asked = clock.nanoTime();
        return lease.renew().onSuccess(held -> {
            lost = lost || !held;
            confirmedNanos = held ? Math.max(confirmedNanos, asked) : confirmedNanos;
        });
    }
}
