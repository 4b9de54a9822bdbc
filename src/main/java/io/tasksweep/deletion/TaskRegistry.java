package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;

/** Where the platform writes down what becomes of its tasks. */
public interface TaskRegistry {
    /**
     * Finds the records of a task and reads them. No record is an answer; an outage fails the future. What is kept for a deletion that
     * may follow stays until {@link #release}.
     */
    Future<Registered> look(TaskId taskId);

    /** What the records say, as a look finds them, where nothing will be deleted by it. */
    Future<TaskState> state(TaskId taskId);

    /** Lets go of what a look keeps, since nothing more will be deleted by it; idempotent. */
    default void release(Registered seen) {}

    /** What the records say by now that a look has found; does not search for others unless it found too many to keep. */
    Future<TaskState> lookAgain(TaskId taskId, Registered seen);

    /** As {@link ResourceStore#explain}. */
    Failure explain(Throwable cause);
}
