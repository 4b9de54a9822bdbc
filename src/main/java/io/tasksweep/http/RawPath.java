package io.tasksweep.http;

import io.tasksweep.domain.TaskId;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The path as it was sent. The router's own view has dots resolved and slashes merged: too kind where data is deleted. */
final class RawPath {
    private static final int TASK_ID = 3; // "", "v1", "tasks", the id

    private RawPath() {}

    /** The part that names the task, not decoded; empty if there is none. */
    static String taskIdSegment(HttpServerRequest request) {
        String[] segments = of(request).split("/", -1);
        return segments.length > TASK_ID ? segments[TASK_ID] : "";
    }

    static String of(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    /** The task that the path names, decoded exactly once; empty if that is no valid name. */
    static Optional<TaskId> taskId(HttpServerRequest request) {
        try {
            // it takes «+» for a space, which makes no difference: a name holds neither
            return TaskId.parse(URLDecoder.decode(taskIdSegment(request), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
