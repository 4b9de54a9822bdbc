package io.tasksweep.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in one store, for the person who reads the answer: never a root, a bucket, an endpoint or a secret, names
 * relative to the task only.
 */
public record Failure(FailureCode code, String message) {
    public boolean retriable() {
        return code.retriable();
    }

    /** The one to answer with: of several, one that a repeat can mend says that repeating is worth while. */
    public static Optional<Failure> worthiest(List<Failure> failures) {
        return failures.stream().min(Comparator.comparing(failure -> !failure.retriable()));
    }
}
