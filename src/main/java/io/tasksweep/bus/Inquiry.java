package io.tasksweep.bus;

import io.tasksweep.auth.Caller;
import io.tasksweep.auth.Scope;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.codec.RequestBody;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message, and what has been learnt of it so far: an audit entry tells that much, wherever it ends. */
final class Inquiry {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_SHOWN = 128;

    private final String requestId;
    private final long startedNanos = System.nanoTime();
    private String actor = Caller.UNKNOWN;
    private String shownTaskId = "";
    private Optional<TaskId> taskId = Optional.empty();
    private Optional<Boolean> force = Optional.empty();

    Inquiry(String requestId) {
        this.requestId = requestId;
    }

    String requestId() {
        return requestId;
    }

    /** Fails with {@link ProblemException} if the message is too large: looked at before the token, as over HTTP. */
    static Future<Void> measure(@Nullable Object body) {
        return Future.future(promise -> {
            if (bytes(body) <= MOST_BYTES) {
                promise.complete();
            } else {
                promise.fail(new ProblemException(Problem.of(
                        ProblemCode.BODY_TOO_LARGE, "A message may have " + MOST_BYTES + " bytes at most.")));
            }
        });
    }

    private static int bytes(@Nullable Object body) {
        return body instanceof Buffer buffer
                ? buffer.length()
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8).length;
    }

    /** The request in the message; throws {@link ProblemException} in the order of precedence that HTTP has. */
    DeletionRequest read(Caller caller, @Nullable Object body) {
        actor = caller.actor();
        refuseIf(Access.denied(caller, Scope.TASKS_DELETE));
        if (!(body instanceof JsonObject message)) {
            throw new ProblemException(Problem.invalidBody());
        }
        TaskId task = task(message);
        boolean forced = RequestBody.force(message);
        force = Optional.of(forced);
        refuseIf(Access.forceDenied(caller, forced));
        return new DeletionRequest(task, forced, actor, requestId);
    }

    private TaskId task(JsonObject message) {
        String text = message.getValue("task_id") instanceof String name ? name : "";
        shownTaskId = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN);
        taskId = TaskId.parse(text);
        return taskId.orElseThrow(() -> new ProblemException(Problem.invalidTaskId()));
    }

    private void refuseIf(Optional<Problem> problem) {
        problem.map(this::about).ifPresent(denied -> {
            throw new ProblemException(denied);
        });
    }

    /** The problem, with the task where it is known. */
    Problem about(Problem problem) {
        return taskId.map(problem::about).orElse(problem);
    }

    AuditEntry carriedOut(Completed done) {
        Decision decision = done.joined() ? Decision.JOINED : Decision.CARRIED_OUT;
        return new AuditEntry(requestId, actor, shownTaskId, force, decision, Optional.of(done.result()), took());
    }

    AuditEntry refused(Problem problem) {
        Decision decision = new Decision(problem.code().label());
        return new AuditEntry(requestId, actor, shownTaskId, force, decision, Optional.empty(), took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
