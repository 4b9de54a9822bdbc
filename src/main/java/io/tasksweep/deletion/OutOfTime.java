package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.function.Function;

/** A limit of ours went by. Holds no stack trace: it is an answer, not an error. */
public final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutOfTime() {
        super("out of time", null, false, false);
    }

    /** What a failed call means: our own limit, or what the store's adapter makes of it. */
    static Failure explain(Throwable cause, Function<Throwable, Failure> adapter) {
        return cause instanceof OutOfTime
                ? new Failure(FailureCode.TIMEOUT, "It did not answer in time; repeat the request to go on.")
                : adapter.apply(cause);
    }
}
