package io.tasksweep.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in one store, for the person who reads the answer: contains no root, bucket, endpoint or secret, and only names that
 * are relative to the task.
 *
 * @param message what happened, in whole sentences
 * @param advice what to do next, in whole sentences; empty if nothing need be said
 */
public record Failure(FailureCode code, String message, String advice) {
    /** The time was over while there was still something to delete. */
    public static final Failure UNFINISHED = new Failure(FailureCode.TIMEOUT, "Not finished in time.");

    /** An error that nobody has foreseen, which is logged where it is met. */
    public static final Failure UNEXPECTED =
            new Failure(FailureCode.INTERNAL, "An internal error; the service's log has it.");

    /** With the advice of most failures: to repeat the request, if that can help. */
    public Failure(FailureCode code, String message) {
        this(code, message, code.retriable() ? "Repeat the request to go on." : "");
    }

    /** What happened and what to do next. */
    public String text() {
        return advice.isEmpty() ? message : message + " " + advice;
    }

    public boolean retriable() {
        return code.retriable();
    }

    /** The failure to answer with: a retriable one if there is any, because it tells the caller that a repeat is worth while. */
    public static Optional<Failure> worthiest(List<Failure> failures) {
        return failures.stream().min(Comparator.comparing(failure -> !failure.retriable()));
    }
}
