package io.tasksweep.bus;

import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Sends requests to the {@link DeletionVerticle} on behalf of a caller, together with the caller's token. */
public final class DeletionClient {
    private final Vertx vertx;
    private final Duration timeout;

    /** @param timeout one second longer than a deletion may take: the verticle answers within it, or is gone */
    public DeletionClient(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    /** The time within which there is an answer in any case. */
    public Duration timeout() {
        return timeout;
    }

    /** An answer as the caller gets it. */
    public record Reply(int status, JsonObject body) {}

    /**
     * Requests the deletion of one task.
     *
     * @return the verticle's answer, a result or a problem; fails with {@link NotReached} if no verticle got the message, in which case
     *     the request has not been recorded
     */
    public Future<Reply> delete(TaskId taskId, boolean force, String authorization, String requestId) {
        DeliveryOptions options = new DeliveryOptions()
                .setSendTimeout(timeout.toMillis())
                .addHeader(Addresses.AUTHORIZATION, authorization)
                .addHeader(Addresses.REQUEST_ID, requestId);
        JsonObject message = new JsonObject().put("task_id", taskId.value()).put("force", force);
        long asked = System.nanoTime();
        return vertx.eventBus()
                .<JsonObject>request(Addresses.DELETE, message, options)
                .map(reply -> new Reply(200, reply.body()))
                .recover(cause -> refusal(cause, asked, requestId));
    }

    private Future<Reply> refusal(Throwable cause, long asked, String requestId) {
        if (!(cause instanceof ReplyException reply)) {
            return Future.failedFuture(cause);
        }
        if (reply.failureType() == ReplyFailure.NO_HANDLERS || isDiscarded(reply, asked)) {
            return Future.failedFuture(new NotReached());
        }
        boolean answered = reply.failureType() == ReplyFailure.RECIPIENT_FAILURE && reply.failureCode() >= 400;
        return Future.succeededFuture(
                answered
                        ? new Reply(reply.failureCode(), new JsonObject(String.valueOf(reply.getMessage())))
                        : unanswered(requestId));
    }

    /** A verticle that is undeployed lets the messages that still wait for it time out, at once. */
    private boolean isDiscarded(ReplyException reply, long asked) {
        return reply.failureType() == ReplyFailure.TIMEOUT && System.nanoTime() - asked < timeout.toNanos();
    }

    private static Reply unanswered(String requestId) {
        Problem problem = Problem.of(
                ProblemCode.DELETION_IN_PROGRESS,
                "The deletion has not answered in time. Ask again later for the result.");
        return new Reply(problem.code().status(), problem.json(requestId));
    }

    /** No verticle serves deletions now: the service is starting or stopping. */
    public static final class NotReached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotReached() {
            super("no verticle", null, false, false);
        }
    }
}
