package io.tasksweep.deletion;

import io.tasksweep.domain.Refusal;

/** Refusals that stem from our own record-keeping. */
final class Refusals {
    static final Refusal IN_PROGRESS = new Refusal(
            Refusal.Reason.DELETION_IN_PROGRESS,
            "This task is being deleted already. Ask again later for the result.",
            true);

    static final Refusal CUT_OFF = new Refusal(
            Refusal.Reason.SHUTTING_DOWN,
            "The service has shut down before the deletion ended. Ask another node for the receipt, or repeat the request to go on.",
            true);

    static final Refusal NOT_WITHDRAWN = new Refusal(
            Refusal.Reason.STATE_UNAVAILABLE,
            "The task must not be deleted now, but our intent to delete it could not be taken back for certain, and may be carried out"
                    + " later. Ask for the receipt.",
            true);

    /** Only for a deletion that is resumed without a request. */
    static final Refusal NEW_TASK = new Refusal(Refusal.Reason.TASK_ACTIVE, "A new task has the same name.", true);

    private Refusals() {}
}
