package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Who may delete a task now: one owner at a time over all nodes, for as long as it renews. */
public interface Leases {
    /** Takes the lease and writes the intent, both or neither; empty if somebody else holds it. */
    Future<Optional<Lease>> take(Receipt intent);

    /** Whether somebody holds the task's lease. */
    Future<Boolean> held(TaskId taskId);
}
