package io.tasksweep.bus;

import io.tasksweep.auth.Access;
import io.tasksweep.auth.Caller;
import io.tasksweep.auth.Scope;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.codec.RequestBody;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.TaskId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One message to {@link Addresses#DELETE}. Faults are reported in the same order of precedence as over HTTP. */
final class DeletionMessage {
    private static final int MOST_BYTES = 4096;

    private final Message<Object> message;
    private final AuditedRequest audited;
    private Optional<TaskId> taskId = Optional.empty();

    DeletionMessage(Message<Object> message) {
        this.message = message;
        this.audited = new AuditedRequest(message.headers().getAll(Addresses.REQUEST_ID));
    }

    AuditedRequest audited() {
        return audited;
    }

    /**
     * Returns this message. The size is checked before the token, as over HTTP.
     *
     * @throws ProblemException if the message is too large
     */
    DeletionMessage measured() {
        Object body = message.body();
        int bytes = body instanceof Buffer buffer
                ? buffer.length()
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new ProblemException(
                    Problem.of(ProblemCode.BODY_TOO_LARGE, "A message may have " + MOST_BYTES + " bytes at most."));
        }
        return this;
    }

    List<String> authorization() {
        return message.headers().getAll(Addresses.AUTHORIZATION);
    }

    /**
     * The deletion that the message requests.
     *
     * @throws ProblemException if the message is invalid, or the caller may not request this
     */
    DeletionRequest request(Caller caller) {
        audited.caller(caller);
        refuseIf(Access.denied(caller, Scope.TASKS_DELETE));
        if (!(message.body() instanceof JsonObject body)) {
            throw new ProblemException(Problem.invalidBody());
        }
        TaskId task = task(body);
        boolean force = RequestBody.force(body, "task_id");
        audited.force(force);
        refuseIf(Access.forceDenied(caller, force));
        return new DeletionRequest(task, force, caller.actor(), audited.requestId());
    }

    private TaskId task(JsonObject body) {
        String text = body.getValue("task_id") instanceof String name ? name : "";
        audited.taskId(text);
        taskId = TaskId.parse(text);
        return taskId.orElseThrow(() -> new ProblemException(Problem.invalidTaskId()));
    }

    private static void refuseIf(Optional<Problem> problem) {
        problem.ifPresent(denied -> {
            throw new ProblemException(denied);
        });
    }

    /** The problem, naming the task if it is known. */
    Problem about(Problem problem) {
        return taskId.map(problem::about).orElse(problem);
    }

    void reply(Object answer) {
        message.reply(answer);
    }
}
