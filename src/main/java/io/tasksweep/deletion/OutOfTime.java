package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.function.Function;

/** One of our own limits has elapsed. Has no stack trace: it is an answer, not an error. */
public final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutOfTime() {
        super("out of time", null, false, false);
    }

    /** Explains a failed call: as a timeout if our own limit elapsed, else as the store's adapter does. */
    static Failure explain(Throwable cause, Function<Throwable, Failure> adapter) {
        return cause instanceof OutOfTime
                ? new Failure(FailureCode.TIMEOUT, "The store did not answer in time.")
                : adapter.apply(cause);
    }
}
