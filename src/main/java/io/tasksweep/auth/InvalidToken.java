package io.tasksweep.auth;

/** The caller is unknown: there is no token, or an invalid one. Has no stack trace and reveals nothing of the token. */
public final class InvalidToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidToken(String reason) {
        super(reason, null, false, false);
    }
}
