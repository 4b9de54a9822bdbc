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
 * @param refuseUnknownState whether safe mode refuses when a transient failure keeps the state unknown
 * @param timeout limit for one request
 * @param storeTimeout limit for one call to a store
 * @param receiptTtl how long a receipt is kept once nothing is outstanding, or the deletion was given up
 * @param secondPasses times after a forced deletion of an active task at which second passes look for late writes
 * @param quietPeriod how old data must be before safe mode touches it; zero if its age does not matter
 */
public record DeletionPolicy(
        boolean refuseUnknownState,
        Duration timeout,
        Duration storeTimeout,
        Duration receiptTtl,
        List<Duration> secondPasses,
        Duration quietPeriod) {
    /** How long after it was recorded an unfinished deletion is retried without a request. */
    static final Duration RETRY = Duration.ofMinutes(5);

    /** One call may take at most this part (one fifth) of a deletion's time: a store that hangs must leave time for the others. */
    private static final int CALL_PART = 5;

    public DeletionPolicy {
        secondPasses = List.copyOf(secondPasses);
        storeTimeout = shorter(storeTimeout, timeout.dividedBy(CALL_PART));
    }

    /** How long a store call may take when a request is waiting for it. */
    Duration callLimit(Deadline deadline) {
        return shorter(storeTimeout, deadline.remaining());
    }

    /** How long a search of the whole database may take: many calls, each with its own limit. */
    Duration searchLimit() {
        return timeout.dividedBy(2);
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The start of the quiet period that ends now; empty if the age of data does not matter. */
    Optional<Instant> quietSince(Instant now) {
        return Optional.of(quietPeriod).filter(period -> !period.isZero()).map(now::minus);
    }

    /** How long to wait before a sweeper takes up the task with this receipt again; empty if no sweeper needs to. */
    Optional<Duration> due(Receipt receipt) {
        if (receipt.unfinished()) {
            return Optional.of(RETRY);
        }
        return receipt.passes() > 0 ? Optional.of(untilNextPass(receipt.passes())) : Optional.empty();
    }

    /**
     * {@code secondPasses} counts from the deletion, the result from the previous pass. If fewer passes are configured now than the receipt
     * has left, the first pass's time is used, or zero if there is none.
     */
    private Duration untilNextPass(int left) {
        int at = Math.max(0, secondPasses.size() - left);
        Duration next = secondPasses.isEmpty() ? Duration.ZERO : secondPasses.get(at);
        return at == 0 ? next : next.minus(secondPasses.get(at - 1));
    }
}
