package io.tasksweep.codec;

import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A refusal for callers, as {@code application/problem+json} (RFC 9457): the same over HTTP and over the event bus.
 *
 * @param detail what happened to what, and what to do next
 * @param taskId the task, if the request named a valid one
 * @param errors the invalid fields
 */
public record Problem(
        ProblemCode code, String detail, boolean retriable, Optional<TaskId> taskId, List<FieldError> errors) {
    /** The page that has a section for each code. */
    static final String REFERENCE =
            "https://github.com/tasksweep/tasksweep/blob/main/docs/technical/reference/SINGLE_TASK_API_REFERENCE.md#";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, code.retriable(), Optional.empty(), List.of());
    }

    public static Problem of(Refusal refusal) {
        ProblemCode code = ProblemCode.valueOf(refusal.reason().name());
        return new Problem(code, refusal.detail(), refusal.retriable(), Optional.empty(), List.of());
    }

    public static Problem invalidTaskId() {
        return of(ProblemCode.INVALID_TASK_ID, "The task id must match " + TaskId.FORMAT + ".");
    }

    public static Problem invalidBody(FieldError... errors) {
        return new Problem(
                ProblemCode.INVALID_BODY,
                "The body must be absent, empty, or a JSON object like {\"force\": false}.",
                false,
                Optional.empty(),
                List.of(errors));
    }

    public static Problem internal() {
        return of(ProblemCode.INTERNAL_ERROR, "The service failed; its log has the request id. Try again later.");
    }

    public Problem about(TaskId task) {
        return new Problem(code, detail, retriable, Optional.of(task), errors);
    }

    public JsonObject json(String requestId) {
        JsonObject json = new JsonObject()
                .put("type", REFERENCE + code.label())
                .put("title", code.title())
                .put("status", code.status())
                .put("detail", detail)
                .put("code", code.label())
                .put("request_id", requestId)
                .put("retriable", retriable);
        taskId.ifPresent(task -> json.put("task_id", task.value()));
        if (!errors.isEmpty()) {
            json.put(
                    "errors",
                    new JsonArray(errors.stream().map(FieldError::json).toList()));
        }
        return json;
    }
}
