package io.tasksweep.app;

/** A part of the service did not start. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(Throwable cause) {
        super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
    }
}
