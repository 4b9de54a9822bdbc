package io.tasksweep.auth;

/** The caller is not known: no token, or one that proves nothing. Has no stack trace, and says nothing of the token. */
public final class InvalidToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidToken(String reason) {
        super(reason, null, false, false);
    }
}
