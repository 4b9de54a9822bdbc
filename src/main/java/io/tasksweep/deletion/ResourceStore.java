package io.tasksweep.deletion;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;

/** One kind of place in which a task leaves data. What belongs to another task is never touched, whatever its name. */
public interface ResourceStore {
    ResourceKind kind();

    /** Looks, changes nothing. Empty evidence means that the store answered that it holds nothing; silence fails the future. */
    Future<Evidence> survey(TaskId taskId);

    /**
     * Removes everything of the task, beginning with what the look has found, if there was one; may be repeated at any time. Stops at the
     * deadline and says so. Says what went and what would not go; only an outage fails the future. May say what is left, if it
     * has looked for everything that a look finds, after its last removal.
     */
    Future<Erased> erase(Deletion deletion, Evidence found);

    /** Lets go of what a look keeps, where nothing is deleted by it; idempotent. */
    default void release(Evidence found) {}

    /** Whether a removal would begin at once, so that nothing is lost where it has to find out what is there; a store that cannot tell says no. */
    default boolean isFree() {
        return false;
    }

    /** Sorts an error of this technology once, at its source: what to tell callers, and whether to try again. */
    Failure explain(Throwable cause);
}
