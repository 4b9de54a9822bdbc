package io.tasksweep.store.minio;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;

/** Ends a sweep for a reason that is already worded for the caller. No stack trace: this is an answer, not a bug. */
final class SweepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private SweepException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    static SweepException badAnswer(String what) {
        return new SweepException(
                new Failure(FailureCode.BAD_ANSWER, "The object store's answer makes no sense: " + what + "."));
    }

    /** For a server that does not have this listing and sends another one instead. */
    static SweepException noSuchListing() {
        return new SweepException(MinioFailures.of(FailureCode.UNSUPPORTED));
    }

    static SweepException outOfTime() {
        return new SweepException(Failure.UNFINISHED);
    }

    Failure failure() {
        return failure;
    }
}
