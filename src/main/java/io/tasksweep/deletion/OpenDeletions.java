package io.tasksweep.deletion;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The tasks that somebody must look after again: crashed or incomplete deletions, and those with second passes to come. */
public interface OpenDeletions {
    /** Tasks that are due, the longest first; some of them if there are many. */
    Future<List<TaskId>> due(Instant now);

    /** Not before then. */
    Future<Void> postpone(TaskId taskId, Instant until);

    /** Nobody need look after it any more. */
    Future<Void> close(TaskId taskId);
}
