package io.tasksweep.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a store failed, and whether a plain repeat can make progress. Adapters choose the code, once, at the error's source. */
public enum FailureCode {
    /** No answer in time. */
    TIMEOUT(true),
    /** Refused, reset, starting, failing over, overloaded. */
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
    /** A second look found something that was reported as deleted. */
    LEFT_OVER(true),
    /** Kept on purpose: the only record of what is still to be deleted. */
    RECORD_KEPT(true),
    /** A bug of ours; the log has it. */
    INTERNAL(true),
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

    /** As written in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FailureCode> of(String label) {
        return Arrays.stream(values())
                .filter(code -> code.label().equals(label))
                .findFirst();
    }
}
