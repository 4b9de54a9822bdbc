package io.tasksweep.deletion;

/** A lease was not taken, and no intent was written: that is certain. Holds no stack trace: it is an answer, not an error. */
public final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotTaken(Throwable cause) {
        super("not taken", cause, false, false);
    }
}
