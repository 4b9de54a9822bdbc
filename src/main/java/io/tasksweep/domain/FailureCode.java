package io.tasksweep.domain;

/** Why a store failed, and whether simply repeating can make progress. Adapters choose the code once, at the error's source. */
public enum FailureCode implements Labelled {
    /** No answer in time. */
    TIMEOUT(true),
    /** Connection refused or reset, or the store is starting, failing over or overloaded. */
    UNAVAILABLE(true),
    /** The store or the entry is in use at the moment. */
    BUSY(true),
    /** The store takes no more data at the moment. */
    OUT_OF_MEMORY(true),
    /** The root of the share is missing, or is not the share. */
    SHARE_UNAVAILABLE(true),
    /** Something was written while it was being deleted. */
    NOT_EMPTY(true),
    /** The device reported an error. */
    IO_ERROR(true),
    /** The store's answer makes no sense. */
    BAD_ANSWER(true),
    /** A later look found data that was to be deleted. */
    LEFT_OVER(true),
    /** Kept on purpose: the only record of what is still to be deleted. */
    RECORD_KEPT(true),
    /** A bug of ours; details are in the log. */
    INTERNAL(true),
    /** What was found later is a new task's of the same name, or an active one's that safe mode leaves alone: a repeat may delete it. */
    NEW_TASK(false),
    ACCESS_DENIED(false),
    BAD_CREDENTIALS(false),
    READ_ONLY(false),
    NOT_A_DIRECTORY(false),
    MOUNT_INSIDE(false),
    OUTSIDE_ROOT(false),
    BUCKET_MISSING(false),
    OBJECT_LOCKED(false),
    UNSUPPORTED(false);

    private final boolean retriable;

    FailureCode(boolean retriable) {
        this.retriable = retriable;
    }

    public boolean retriable() {
        return retriable;
    }
}
