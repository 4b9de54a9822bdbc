package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** The right to delete one task, and to write its receipt. Each method does nothing, and says so, once the lease was lost. */
public interface Lease {
    /** Holds it for another full time; false if it was lost. */
    Future<Boolean> renew();

    /**
     * Writes the record of what was done, and gives the lease back; false if the lease was lost and nothing was written.
     *
     * @param due after which somebody should look after the task again; empty if nobody need
     */
    Future<Boolean> settle(Receipt receipt, Optional<Duration> due);

    /**
     * Gives the lease back and takes the intent back, as if nothing had happened; also once the lease has run out, if nobody has taken
     * it since. False if somebody has, and may carry the intent out.
     */
    Future<Boolean> withdraw();
}
