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
 */
record Guard(Supplier<Future<Optional<Failure>>> lease, Supplier<Future<Optional<Failure>>> intruder) {
    /** Where no lease could be taken, none can be lost. */
    static Guard withoutLease(Supplier<Future<Optional<Failure>>> intruder) {
        return new Guard(() -> Future.succeededFuture(Optional.empty()), intruder);
    }
}
