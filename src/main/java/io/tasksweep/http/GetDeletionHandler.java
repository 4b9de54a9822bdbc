package io.tasksweep.http;

import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.codec.ReceiptJson;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /v1/tasks/{task_id}/deletion}: returns the receipt of the task's deletion. */
final class GetDeletionHandler implements Handler<RoutingContext> {
    static final String OPERATION = "getDeletion";

    private static final Logger LOG = LoggerFactory.getLogger(GetDeletionHandler.class);

    private final RequestChecks checks;
    private final Receipts receipts;
    private final Duration patience;

    /** @param patience the time after which an answer is sent whatever the store does */
    GetDeletionHandler(RequestChecks checks, Receipts receipts, Duration patience) {
        this.checks = checks;
        this.receipts = receipts;
        this.patience = patience;
    }

    @Override
    public void handle(RoutingContext ctx) {
        RequestChecks.noQuery(ctx);
        TaskId taskId = checks.taskId(ctx, OPERATION);
        ctx.addEndHandler(ended -> LOG.atInfo()
                .addKeyValue("request_id", Exchange.of(ctx).audited().requestId())
                .addKeyValue("task_id", taskId.value())
                .log(ended.succeeded() ? answered(ctx) : "A request for a receipt was given up by its caller"));
        receipts.find(taskId)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(found -> answer(ctx, taskId, found))
                .onFailure(cause -> ctx.fail(new ProblemException(unavailable(cause))));
    }

    private static String answered(RoutingContext ctx) {
        return "A request for a receipt was answered with " + ctx.response().getStatusCode();
    }

    private static void answer(RoutingContext ctx, TaskId taskId, Optional<Receipt> found) {
        if (found.isEmpty()) {
            String detail = "There is no receipt of a deletion of task " + taskId + ".";
            ctx.fail(new ProblemException(Problem.of(ProblemCode.TASK_NOT_FOUND, detail)));
            return;
        }
        ctx.json(ReceiptJson.receipt(found.get()));
    }

    private Problem unavailable(Throwable cause) {
        var failure = receipts.explain(cause);
        return Problem.of(new Refusal(
                Refusal.Reason.STATE_UNAVAILABLE,
                "The receipt cannot be read: " + failure.message(),
                failure.retriable()));
    }
}
