package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Who may delete a task now: one owner at a time over all nodes, for as long as it renews. */
public interface Leases {
    /**
     * Takes the lease and writes the intent, both or neither; empty if somebody else holds it, or did since the receipt was read.
     *
     * @param seen the receipt that the decision rests on
     */
    Future<Optional<Lease>> take(Receipt intent, Optional<Receipt> seen);

    /** Whether somebody holds the task's lease. */
    Future<Boolean> held(TaskId taskId);
}
