package io.tasksweep.deletion;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;

/** One kind of place where a task leaves data. Data of another task is never touched, whatever its name. */
public interface ResourceStore {
    /** Which of the three places this is; always the same. */
    ResourceKind kind();

    /** Looks without changing anything. Empty evidence means that the store answered that it holds nothing; silence fails the future. */
    Future<Evidence> survey(TaskId taskId);

    /**
     * Removes everything of the task, starting with what the look found, if there was one; may be repeated at any time. Stops at the
     * deadline and reports that; stops without a failure if somebody else has changed what the look found, so that there is another look
     * first. Returns what was removed and what could not be; only an outage fails the future. May also return what is left, but only if
     * after its last removal the store has searched everything that {@link #survey} would.
     */
    Future<Erased> erase(Deletion deletion, Evidence found);

    /** Releases what a look keeps if nothing is deleted by it; idempotent. */
    default void release(Evidence found) {}

    /**
     * Whether a removal would start at once, so it loses no time by finding out itself what is there. A store that cannot tell returns
     * false.
     */
    default boolean isFree() {
        return false;
    }

    /** Classifies an error of this technology once, at its source: what to tell callers, and whether to retry. */
    Failure explain(Throwable cause);
}
