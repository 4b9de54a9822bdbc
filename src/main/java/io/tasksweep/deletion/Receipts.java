package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Our own records of deletions, for reading; only the holder of a {@link Lease} writes them. */
public interface Receipts {
    /** The record of the task's last deletion, under way or ended; empty if there is none or its time is over. */
    Future<Optional<Receipt>> find(TaskId taskId);

    /** As {@link ResourceStore#explain}. */
    Failure explain(Throwable cause);
}
