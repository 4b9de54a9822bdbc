package io.tasksweep.deletion;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Renews a lease until it is told to stop, so that it outlives work of any length and ends soon after a crash; and knows when it
 * was lost: then nothing more may be deleted under it.
 */
final class LeaseKeeper {
    private static final Duration EVERY = Leases.LIFE.dividedBy(3);

    /** How long a renewal may take, and after what pause one without an answer is tried again: several fit in the rest of the lease. */
    private static final Duration RENEWAL = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** What was confirmed less than this ago is held still: a lease lives for longer without being renewed. */
    private static final Duration SURE = EVERY.multipliedBy(2);

    /** How long a step waits to hear whether the lease is still held. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Failure LOST = new Failure(
            FailureCode.BUSY,
            "This node did not answer for so long that another one may have taken over. Ask again for the result.");

    private final Lease lease;
    private final Clock clock;
    private volatile long confirmedNanos; // this and the next three are read by the threads that delete
    private volatile boolean silent;
    private volatile boolean stoodStill;
    private volatile boolean lost;
    private boolean stopped;

    /** @param takenNanos when the lease was asked for: it lives no shorter than from then */
    LeaseKeeper(Lease lease, Clock clock, long takenNanos) {
        this.lease = lease;
        this.clock = clock;
        this.confirmedNanos = takenNanos;
    }

    Lease lease() {
        return lease;
    }

    /** Holds the lease while the work goes on. */
    <T> Future<T> during(Future<T> work) {
        Duration since = Duration.ofNanos(clock.nanoTime() - confirmedNanos);
        renewAfter(since.compareTo(EVERY) < 0 ? EVERY.minus(since) : Duration.ZERO);
        return work.onComplete(ended -> stopped = true);
    }

    /**
     * The same deletion, whose time is also over once the lease is lost: that ends even what a store is about now. A thread that wakes
     * with a node that stood still may ask before the node has heard that it lost the lease.
     */
    Deletion bound(Deletion deletion) {
        return deletion.until(deletion.deadline().orOnce(() -> lost || hasStoodStill()));
    }

    /**
     * Whether the lease may be another's by now: it was not confirmed for all its life, and not because its store is silent, since then
     * nobody can have taken it either. Once seen it stays so, also if it turns out to be held still: limits have been reckoned by it.
     */
    private boolean hasStoodStill() {
        stoodStill = stoodStill || (!silent && clock.nanoTime() - confirmedNanos > Leases.LIFE.toNanos());
        return stoodStill;
    }

    /**
     * Why the next step must not be made. A node that has stood still asks first. Silence is no reason: then nobody can have
     * taken over either, or will learn of it.
     */
    Future<Optional<Failure>> objection() {
        boolean sure = clock.nanoTime() - confirmedNanos < SURE.toNanos();
        Future<?> asked =
                lost || sure ? Future.succeededFuture() : AskedTwice.answer(this::renew, () -> PATIENCE, clock);
        return asked.transform(known -> Future.succeededFuture(lost ? Optional.of(LOST) : Optional.empty()));
    }

    /** A renewal that fails is tried again; one that is refused is the end. */
    private void renewAfter(Duration pause) {
        clock.after(pause).onSuccess(due -> {
            if (!stopped && !lost) {
                clock.limit(renew(), RENEWAL)
                        .onFailure(cause -> silent = true)
                        .onComplete(renewed -> renewAfter(renewed.succeeded() ? EVERY : AGAIN));
            }
        });
    }

    private Future<Boolean> renew() {
        long asked = clock.nanoTime();
        return lease.renew().onSuccess(held -> {
            lost = lost || !held;
            confirmedNanos = held ? Math.max(confirmedNanos, asked) : confirmedNanos;
            silent = false;
        });
    }
}
