package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asked by all stores of a run, each before a step of its own that deletes: why the step must not be made any more; empty if it may. Once
 * one of them has met a new task, none begins a further step: nothing would tell that task's data from what is to be deleted, and without its
 * state a retry would take it for that. For one event loop.
 */
final class Guard {
    /** Of a deletion without a lease: none was taken, so none can be lost. */
    static final Supplier<Future<Optional<Failure>>> WITHOUT_LEASE = () -> Future.succeededFuture(Optional.empty());

    private final Supplier<Future<Optional<Failure>>> lease;
    private final Supplier<Future<Optional<Failure>>> intruder;
    private final Supplier<Future<Optional<Failure>>> successor;
    private Optional<Failure> met = Optional.empty();

    /**
     * Each supplier returns why not, or empty.
     *
     * @param lease whether the lease was lost to somebody else
     * @param intruder whether data that came back since the look must stay; asked before deleting anything that no look has seen
     * @param successor whether what the look saw belongs to a new task by now; asked before deleting a state that was read some time ago
     */
    Guard(
            Supplier<Future<Optional<Failure>>> lease,
            Supplier<Future<Optional<Failure>>> intruder,
            Supplier<Future<Optional<Failure>>> successor) {
        this.lease = lease;
        this.intruder = intruder;
        this.successor = successor;
    }

    /** What a store has been told that has met a new task. */
    Optional<Failure> met() {
        return met;
    }

    /** Why the next step must not be made. */
    Future<Optional<Failure>> objection() {
        return lease.get().map(lost -> lost.or(() -> met));
    }

    /** Why what no look has seen must not be deleted. */
    Future<Optional<Failure>> intruder() {
        return noted(intruder);
    }

    /** A guard that also checks for a successor before each step, then the lease: the lease comes last, since it may be lost meanwhile. */
    Guard suspecting() {
        return new Guard(
                () -> noted(successor).compose(why -> why.isPresent() ? Future.succeededFuture(why) : objection()),
                this::intruder,
                successor);
    }

    private Future<Optional<Failure>> noted(Supplier<Future<Optional<Failure>>> question) {
        return question.get().map(why -> {
            met = met.or(() -> why.filter(DeletionRules::isIntruder));
            return why;
        });
    }
}
