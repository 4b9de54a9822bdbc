package io.tasksweep.http;

import io.tasksweep.domain.TaskId;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The path as sent. The router's own view has dots resolved and slashes merged, which is too lenient for deleting data. */
final class RawPath {
    private static final int TASK_ID = 3; // "", "v1", "tasks", the id

    private RawPath() {}

    /** The path segment that names the task, not decoded; empty if there is none. */
    static String taskIdSegment(HttpServerRequest request) {
        String[] segments = of(request).split("/", -1);
        return segments.length > TASK_ID ? segments[TASK_ID] : "";
    }

    static String of(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    /** The task that the path names, decoded exactly once; empty if the name is not valid. */
    static Optional<TaskId> taskId(HttpServerRequest request) {
        try {
            // URLDecoder turns «+» into a space, which does not matter: a valid name contains neither
            return TaskId.parse(URLDecoder.decode(taskIdSegment(request), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
