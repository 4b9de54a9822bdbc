package io.tasksweep.deletion;

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;

/** Where the platform writes down what becomes of its tasks. */
public interface TaskRegistry {
    /** Finds the records of a task and reads them. No record is an answer; an outage fails the future. */
    Future<Registered> look(TaskId taskId);

    /** Reads records again that a look has found, without searching for others unless it found too many to keep. */
    Future<TaskState> lookAgain(TaskId taskId, Evidence found);

    /** As {@link ResourceStore#explain}. */
    Failure explain(Throwable cause);
}
