package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;

/** Hears what happens; never steers it, and never fails. */
public interface DeletionListener {
    /** An active task is about to be deleted: whoever works for it should stop. */
    void cancelled(DeletionRequest request, String deletionId);

    /** Deleting begins. */
    void started(DeletionRequest request, String deletionId);

    /** Deleting has ended, well or not. */
    void finished(DeletionRequest request, DeletionResult result);
}
