package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Who may delete a task now: one owner at a time over all nodes, for as long as it renews. */
public interface Leases {
    /** How long a lease lives without being renewed. */
    Duration LIFE = Duration.ofSeconds(30);

    /**
     * Takes the lease and writes the intent, both or neither; empty if somebody else holds it, or did since the receipt was read.
     * Fails with {@link NotTaken} if it is sure that neither was done; after any other failure both may have been, or may be yet.
     *
     * @param seen the receipt that the decision rests on; known again by its deletion, its state, the second passes to come and its expiry
     */
    Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen);

    /**
     * Takes back an intent whose taking was not answered, and puts back the receipt that was seen then. False if it was not there to
     * be taken back: then it may come yet, or somebody else has taken it up.
     */
    Future<Boolean> withdraw(Receipt intent, Optional<Receipt> seen);

    /** Whether somebody holds the task's lease. */
    Future<Boolean> held(TaskId taskId);
}
