package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operator decided about deletions.
 *
 * @param refuseUnknownState whether safe mode refuses when the state cannot be known for a passing cause
 * @param timeout of one request
 * @param storeTimeout of one call of a store
 * @param receiptTtl how long a receipt is kept once nothing is outstanding
 * @param secondPasses when, after a forced deletion of an active task, it is looked again for what its workers wrote
 * @param quietPeriod how old data must be for safe mode to touch it; zero if its age does not matter
 */
public record DeletionPolicy(
        boolean refuseUnknownState,
        Duration timeout,
        Duration storeTimeout,
        Duration receiptTtl,
        List<Duration> secondPasses,
        Duration quietPeriod) {
    /** After which an incomplete deletion is tried again by itself. */
    private static final Duration RETRY = Duration.ofMinutes(5);

    /** The part of a deletion's time that one call may take at most: a store that hangs must leave some for the others. */
    private static final int CALL_PART = 5;

    public DeletionPolicy {
        secondPasses = List.copyOf(secondPasses);
        storeTimeout = shorter(storeTimeout, timeout.dividedBy(CALL_PART));
    }

    /** How long one call of a store may take that somebody waits for. */
    Duration call(Deadline deadline) {
        return shorter(storeTimeout, deadline.remaining());
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Since when nothing must have changed; empty if it does not matter. */
    Optional<Instant> quietSince(Instant now) {
        return Optional.of(quietPeriod).filter(period -> !period.isZero()).map(now::minus);
    }

    /** After which somebody should look after a task again that has this receipt; empty if nobody need. */
    Optional<Duration> due(Receipt receipt) {
        if (receipt.state() != Receipt.State.DONE) {
            return Optional.of(RETRY);
        }
        return receipt.passes() > 0 ? Optional.of(untilNextPass(receipt.passes())) : Optional.empty();
    }

    /** The list counts from the deletion; what is wanted is the time from the pass before. A shorter list was set meanwhile. */
    private Duration untilNextPass(int left) {
        int at = Math.max(0, secondPasses.size() - left);
        Duration next = secondPasses.isEmpty() ? Duration.ZERO : secondPasses.get(at);
        return at == 0 ? next : next.minus(secondPasses.get(at - 1));
    }
}
