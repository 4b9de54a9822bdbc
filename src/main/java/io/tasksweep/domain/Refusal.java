package io.tasksweep.domain;

/**
 * Why a request is not carried out. Nothing of the task was changed, unless the service ended meanwhile; an intent to delete it may stand where the detail says so.
 *
 * @param detail for the caller: what, and what to do next
 * @param retriable whether the same request can be answered otherwise later
 */
public record Refusal(Reason reason, String detail, boolean retriable) {
    /** The reasons; the HTTP status of each is decided where answers are made. */
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
