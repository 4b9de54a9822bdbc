package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asked before each step that deletes: why it must not be made any more.
 *
 * @param lease whether the right to delete was lost to somebody else
 * @param intruder whether what came back since the look must stay; asked before what no look has seen is deleted
 * @param successor whether what the look has seen is an intruder's by now; asked before a state is deleted that was read some time ago
 */
record Guard(
        Supplier<Future<Optional<Failure>>> lease,
        Supplier<Future<Optional<Failure>>> intruder,
        Supplier<Future<Optional<Failure>>> successor) {
    /** Where no lease could be taken, none can be lost. */
    static Guard withoutLease(
            Supplier<Future<Optional<Failure>>> intruder, Supplier<Future<Optional<Failure>>> successor) {
        return new Guard(() -> Future.succeededFuture(Optional.empty()), intruder, successor);
    }

    /** The same, which does not rely on what the look has seen: the lease is asked for last, since it may be lost meanwhile. */
    Guard suspecting() {
        return new Guard(
                () -> successor.get().compose(why -> why.isPresent() ? Future.succeededFuture(why) : lease.get()),
                intruder,
                successor);
    }
}
