package io.tasksweep.domain;

/**
 * Why a request is not carried out. Nothing of the task was changed, unless the service shut down meanwhile; if the detail says so, an
 * intent to delete the task may remain.
 *
 * @param detail tells the caller what happened and what to do next
 * @param retriable whether the same request may be answered differently later
 */
public record Refusal(Reason reason, String detail, boolean retriable) {
    /** The reasons; their HTTP statuses are decided where answers are built. */
    public enum Reason {
        TASK_ACTIVE,
        TASK_RECENTLY_ACTIVE,
        TASK_NOT_FOUND,
        STATE_UNAVAILABLE,
        DELETION_IN_PROGRESS,
        TOO_MANY_DELETIONS,
        SHUTTING_DOWN
    }
}
