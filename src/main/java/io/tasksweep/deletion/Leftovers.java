package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.List;

/** What deletions have moved out of their tasks' reach, and have not deleted. No record need speak of it. */
public interface Leftovers {
    /**
     * What one task has left.
     *
     * @param deletions the runs that moved it away, some of them if there are many; none if only an empty place is left, or if what is
     *     there cannot be read: why, {@link #remove} says
     */
    record Leftover(TaskId taskId, List<String> deletions) {
        public Leftover {
            deletions = List.copyOf(deletions);
        }
    }

    /** All there is now, some of it if there is much. Those of running deletions are among it. */
    Future<List<Leftover>> find();

    /** Removes exactly these: nothing that was moved there since, and nothing of a task of that name that is there now. */
    Future<Erased> remove(Leftover leftover, Deadline deadline);
}
