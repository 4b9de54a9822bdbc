package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to delete one task and to write its receipt. Once the lease is lost, a method that answers does nothing and returns false. An
 * outage fails the future: then whether it was done is unknown.
 */
public interface Lease {
    /** Extends the lease to its full lifetime again; false if it was lost. */
    Future<Boolean> renew();

    /**
     * Writes the receipt and releases the lease; false if the lease was lost and nothing was written.
     *
     * @param due how long to wait before a sweeper takes up the task again; empty if no sweeper needs to
     */
    Future<Boolean> settle(Receipt receipt, Optional<Duration> due);

    /** Tells this node that nobody works under the lease, so that it passes the lease by from now on. Others wait until it ends. */
    void forgo();

    /** Releases the lease and leaves the intent to whoever takes the lease next; false if the lease was lost. */
    Future<Boolean> release();

    /**
     * Releases the lease and withdraws the intent, as if nothing had happened. Unlike the other methods it also works after the lease has
     * expired, as long as nobody has taken it since. False if somebody has and may carry out the intent. An earlier receipt that was open
     * is not restored if the intent has been released since.
     */
    Future<Boolean> withdraw();
}
