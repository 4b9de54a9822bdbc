package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Read access to our own records of deletions; only the holder of a {@link Lease} writes them. An outage fails the future. */
public interface Receipts {
    /** The receipt of the task's last deletion, running or ended; empty if there is none or it has expired. */
    Future<Optional<Receipt>> find(TaskId taskId);

    /** As {@link ResourceStore#explain}. */
    Failure explain(Throwable cause);
}
