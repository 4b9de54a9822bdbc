package io.tasksweep.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in one store, for the person who reads the answer: contains no root, bucket, endpoint or secret, and only names that
 * are relative to the task.
 */
public record Failure(FailureCode code, String message) {
    /** The time was over while there was still something to delete. */
    public static final Failure UNFINISHED =
            new Failure(FailureCode.TIMEOUT, "Not finished in time; repeat the request to go on.");

    /** An error that nobody has foreseen, which is logged where it is met. */
    public static final Failure UNEXPECTED =
            new Failure(FailureCode.INTERNAL, "An internal error; the service's log has it.");

    public boolean retriable() {
        return code.retriable();
    }

    /** The failure to answer with: a retriable one if there is any, because it tells the caller that a repeat is worth while. */
    public static Optional<Failure> worthiest(List<Failure> failures) {
        return failures.stream().min(Comparator.comparing(failure -> !failure.retriable()));
    }
}
