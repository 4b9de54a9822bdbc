package io.tasksweep.auth;

import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import java.util.Arrays;
import java.util.Optional;

/** Who may ask for what, with the problems that are answered: one rule for HTTP and the bus. Never reveals whether a task exists. */
public final class Access {
    private Access() {}

    public static Problem unauthenticated() {
        return Problem.of(
                ProblemCode.UNAUTHENTICATED,
                "A valid token is needed: Authorization: Bearer <JWT>, signed with this service's key, with exp and its audience.");
    }

    /** Why the caller is denied; empty if the caller has one of the scopes. */
    public static Optional<Problem> denied(Caller caller, Scope scope, Scope... orElse) {
        boolean allowed = caller.may(scope) || Arrays.stream(orElse).anyMatch(caller::may);
        return allowed
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.FORBIDDEN, "The token's scope must hold " + scope.word() + " for this request."));
    }

    /** Why the caller may not use force; empty if force is not requested or is permitted. */
    public static Optional<Problem> forceDenied(Caller caller, boolean force) {
        return !force || caller.may(Scope.TASKS_DELETE_FORCE)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.FORCE_FORBIDDEN,
                        "For force the token's scope must hold " + Scope.TASKS_DELETE_FORCE.word() + " too."));
    }
}
