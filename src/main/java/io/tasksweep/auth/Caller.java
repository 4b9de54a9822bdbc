package io.tasksweep.auth;

import java.util.Set;

/**
 * Who asks.
 *
 * @param actor the token's subject, fit for a log line; {@code unknown} where it has none
 * @param scopes the words that the token permits
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
