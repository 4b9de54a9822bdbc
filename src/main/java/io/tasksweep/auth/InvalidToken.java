package io.tasksweep.auth;

import io.tasksweep.codec.ProblemException;

/** The caller is unknown: there is no token, or an invalid one. Reveals nothing of the token. */
public final class InvalidToken extends ProblemException {
    private static final long serialVersionUID = 1L;

    InvalidToken(String reason) {
        super(Access.unauthenticated(), reason);
    }
}
