package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;

/** Where the platform keeps the state of its tasks. Finding no record is an answer; an outage fails the future. */
public interface TaskRegistry {
    /**
     * Finds and reads the records of a task. Whatever the registry keeps for a deletion that may follow is kept until {@link #release}.
     */
    Future<Registered> look(TaskId taskId);

    /** Finds and reads the records like {@link #look}, when no deletion will be based on them. */
    Future<TaskState> state(TaskId taskId);

    /** Releases what a look keeps, once no further deletion is based on it; idempotent. */
    default void release(Registered seen) {}

    /**
     * Finds and reads the records again: a task that was started since the look may have written others. Returns what the look saw if
     * certainly nothing has changed.
     */
    Future<TaskState> lookAgain(TaskId taskId, Registered seen);

    /** Reads the records that the look found again, and no others, unless it found too many to keep. */
    Future<TaskState> readAgain(TaskId taskId, Registered seen);

    /** As {@link ResourceStore#explain}. */
    Failure explain(Throwable cause);
}
