package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asked before each step that deletes; each supplier returns why the step must not be made any more, or empty if it may.
 *
 * @param lease whether the lease was lost to somebody else
 * @param intruder whether data that came back since the look must stay; asked before deleting anything that no look has seen
 * @param successor whether what the look saw belongs to a new task by now; asked before deleting a state that was read some time ago
 */
record Guard(
        Supplier<Future<Optional<Failure>>> lease,
        Supplier<Future<Optional<Failure>>> intruder,
        Supplier<Future<Optional<Failure>>> successor) {
    /** Of a deletion without a lease: none was taken, so none can be lost. */
    static final Supplier<Future<Optional<Failure>>> WITHOUT_LEASE = () -> Future.succeededFuture(Optional.empty());

    /** A guard that checks for a successor before each step, then the lease: the lease comes last, since it may be lost meanwhile. */
    Guard suspecting() {
        return new Guard(
                () -> successor.get().compose(why -> why.isPresent() ? Future.succeededFuture(why) : lease.get()),
                intruder,
                successor);
    }
}
