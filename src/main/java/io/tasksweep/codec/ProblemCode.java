package io.tasksweep.codec;

import io.tasksweep.domain.Labelled;

/** Every kind of problem, with its HTTP status (RFC 9110), its title, and whether it is retriable unless the problem says otherwise. */
public enum ProblemCode implements Labelled {
    INVALID_TASK_ID(400, "Invalid task id", false),
    INVALID_BODY(400, "Invalid body", false),
    UNSUPPORTED_PARAMETER(400, "Unsupported parameter", false),
    TASK_ACTIVE(400, "Task is active", true),
    TASK_RECENTLY_ACTIVE(400, "Task was active a moment ago", true),
    UNAUTHENTICATED(401, "Not authenticated", false),
    FORBIDDEN(403, "Not permitted", false),
    FORCE_FORBIDDEN(403, "Force is not permitted", false),
    TASK_NOT_FOUND(404, "Task not found", false),
    NOT_FOUND(404, "No such resource", false),
    METHOD_NOT_ALLOWED(405, "Method not allowed", false),
    BODY_TOO_LARGE(413, "Body too large", false),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", false),
    EXPECTATION_FAILED(417, "Expectation failed", false),
    TOO_MANY_DELETIONS(429, "Too many deletions", true),
    INTERNAL_ERROR(500, "Internal error", true),
    STATE_UNAVAILABLE(503, "Task state is unavailable", true),
    DELETION_IN_PROGRESS(503, "Deletion is in progress", true),
    SHUTTING_DOWN(503, "Shutting down", true);

    private final int status;
    private final String title;
    private final boolean retriable;

    ProblemCode(int status, String title, boolean retriable) {
        this.status = status;
        this.title = title;
        this.retriable = retriable;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public boolean retriable() {
        return retriable;
    }
}
