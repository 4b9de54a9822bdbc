package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;

/**
 * A store was not asked because it has not answered anyone lately. Asking again within the same request makes no sense: whoever fails
 * with this has just tried the store. Has no stack trace: it is an answer, not an error.
 */
public final class CircuitOpen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CircuitOpen() {
        super("not asked", null, false, false);
    }

    public Failure failure() {
        return new Failure(
                FailureCode.UNAVAILABLE,
                "The store has not answered lately, and was not waited for again.",
                "Repeat the request in a few seconds.");
    }
}
