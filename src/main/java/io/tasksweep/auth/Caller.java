package io.tasksweep.auth;

import java.util.Set;

/**
 * The caller of a request.
 *
 * @param actor the token's subject, safe for a log line; {@code unknown} if there is none
 * @param scopes the scopes that the token grants
 */
public record Caller(String actor, Set<String> scopes) {
    public static final String UNKNOWN = "unknown";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope.word());
    }
}
