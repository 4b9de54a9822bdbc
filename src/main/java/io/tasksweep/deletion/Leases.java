package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Decides who may delete a task: one owner at a time across all nodes, for as long as it renews. */
public interface Leases {
    /** How long a lease lives without being renewed. */
    Duration LIFE = Duration.ofSeconds(30);

    /**
     * Takes the lease and writes the intent, both or neither; empty if somebody else holds the lease, or has held it since the receipt was
     * read. Fails with {@link NotTaken} if certainly neither was done; after any other failure both may have been done, or may still be.
     *
     * @param seen the receipt that the decision is based on; identified by its deletion id, state, second passes left and expiry
     */
    Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen);

    /**
     * Withdraws an intent whose {@link #take} got no answer in time, and writes a receipt in its place; one that is open is not written
     * if the intent has been released since. False if the intent was not there: it may still arrive, or somebody else has taken it up. An outage
     * fails the future.
     *
     * @param earlier the receipt seen then, as it is to be from now on
     */
    Future<Boolean> withdraw(Receipt intent, Optional<Receipt> earlier);

    /** Whether somebody holds the task's lease; an outage fails the future. */
    Future<Boolean> held(TaskId taskId);
}
