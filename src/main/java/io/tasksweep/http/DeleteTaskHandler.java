package io.tasksweep.http;

import io.tasksweep.auth.Access;
import io.tasksweep.bus.AuditedRequest;
import io.tasksweep.bus.DeletionClient;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /v1/tasks/{task_id}/delete}: checks the request, sends it over the bus and returns the answer. */
final class DeleteTaskHandler implements Handler<RoutingContext> {
    static final String OPERATION = "deleteTask";

    private final RequestChecks checks;
    private final DeletionClient deletions;

    DeleteTaskHandler(RequestChecks checks, DeletionClient deletions) {
        this.checks = checks;
        this.deletions = deletions;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Exchange exchange = Exchange.of(ctx);
        AuditedRequest audited = exchange.audited();
        RequestChecks.mediaType(ctx);
        RequestChecks.noQuery(ctx);
        TaskId taskId = checks.taskId(ctx, OPERATION);
        boolean force = checks.force(ctx, OPERATION);
        audited.force(force);
        Access.forceDenied(audited.caller(), force).ifPresent(no -> {
            throw new ProblemException(no);
        });
        String authorization = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        exchange.markRecorded(); // from here on the verticle writes the audit entry
        deletions
                .delete(taskId, force, authorization, audited.requestId())
                .onSuccess(reply -> answer(ctx, reply))
                .onFailure(cause -> failed(ctx, exchange, cause));
    }

    private static void answer(RoutingContext ctx, DeletionClient.Reply reply) {
        if (reply.status() != 200) {
            ProblemHandler.send(ctx, reply.status(), reply.body());
        } else if (!ctx.response().closed()) {
            ctx.json(reply.body());
        }
    }

    private static void failed(RoutingContext ctx, Exchange exchange, Throwable cause) {
        if (cause instanceof DeletionClient.NotReached) {
            exchange.unmarkRecorded();
            ctx.fail(new ProblemException(
                    Problem.of(ProblemCode.SHUTTING_DOWN, "The service is starting or shutting down. Try again.")));
        } else {
            ctx.fail(cause);
        }
    }
}
