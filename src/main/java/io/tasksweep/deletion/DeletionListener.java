package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;

/** Observes deletions; never influences them, and never fails. */
public interface DeletionListener {
    /** An active task is about to be deleted: its workers should stop. */
    void cancelled(DeletionRequest request, String deletionId);

    /** The deletion begins. */
    void started(DeletionRequest request, String deletionId);

    /** The deletion has ended, successfully or not. */
    void finished(DeletionRequest request, DeletionResult result);
}
