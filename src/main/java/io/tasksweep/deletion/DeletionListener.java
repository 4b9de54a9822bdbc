package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;

/** Observes deletions; never influences them, and never fails. What is not overridden is not listened to. */
public interface DeletionListener {
    /** An active task is about to be deleted: its workers should stop. */
    default void cancelled(DeletionRequest request, String deletionId) {}

    /** The deletion begins. */
    default void started(DeletionRequest request, String deletionId) {}

    /** The deletion has ended, successfully or not. */
    default void finished(DeletionRequest request, DeletionResult result) {}

    /** A deletion that was cut off will not be resumed: a later request begins to do its work. */
    default void superseded(Receipt cutOff) {}
}
