package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.List;

/**
 * Data that deletions moved out of reach of their tasks but did not delete. There need not be any record of it. Only an outage fails the
 * future.
 */
public interface Leftovers {
    /**
     * The left-overs of one task.
     *
     * @param deletions ids of the runs that moved them away, only some if there are many; empty if only an empty directory is left, or if
     *     it cannot be read, in which case {@link #remove} reports why
     */
    record Leftover(TaskId taskId, List<String> deletions) {
        public Leftover {
            deletions = List.copyOf(deletions);
        }
    }

    /** All current left-overs, only some if there are many; includes those of running deletions. */
    Future<List<Leftover>> find();

    /** Removes exactly these left-overs: nothing moved there since, and nothing of a task of the same name that exists now. */
    Future<Erased> remove(Leftover leftover, Deadline deadline);
}
