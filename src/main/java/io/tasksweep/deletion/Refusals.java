package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Refusal;

/** Refusals that always say the same; those that tell what is known of the task are in {@link DeletionRules}. */
final class Refusals {
    static final Refusal IN_PROGRESS = new Refusal(
            Refusal.Reason.DELETION_IN_PROGRESS,
            "This task is being deleted already. Ask again later for the result.",
            true);

    static final Refusal TOO_MANY = new Refusal(
            Refusal.Reason.TOO_MANY_DELETIONS, "Too many deletions run at the moment. Try again later.", true);

    static final Refusal SHUTTING_DOWN = new Refusal(
            Refusal.Reason.SHUTTING_DOWN, "The service is shutting down. Ask another node, or try again.", true);

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
    static final Refusal NOT_NOW = new Refusal(
            Refusal.Reason.DELETION_IN_PROGRESS, "The task is being deleted, or the service shuts down.", true);

    static final Refusal NEW_TASK = new Refusal(
            Refusal.Reason.TASK_ACTIVE,
            "A new task of the same name was submitted meanwhile. Repeat the request if that one is to be deleted.",
            true);

    private Refusals() {}
}
