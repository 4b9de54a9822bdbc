package io.tasksweep.deletion;

/** Certainly no lease was taken and no intent written. Has no stack trace: it is an answer, not an error. */
public final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotTaken(Throwable cause) {
        super("not taken", cause, false, false);
    }
}
