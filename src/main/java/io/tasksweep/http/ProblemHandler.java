package io.tasksweep.http;

import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.domain.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place for errors over HTTP: every failed request ends here and gets its problem and its audit entry. */
final class ProblemHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    /** Statuses by which the router refuses a body because of the request's headers alone. */
    private static final Set<Integer> BODY_REFUSED = Set.of(413, 417);

    private final AuditTrail audit;
    private final Predicate<String> audited;
    private final Handler<RoutingContext> end;

    /**
     * @param audited which raw paths get an audit entry
     * @param end called before an answer after which the connection must end
     */
    ProblemHandler(AuditTrail audit, Predicate<String> audited, Handler<RoutingContext> end) {
        this.audit = audit;
        this.audited = audited;
        this.end = end;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Exchange exchange = Exchange.of(ctx);
        if (brokenOff(ctx, exchange)) {
            record(ctx, exchange, exchange.audited().aborted())
                    .onSuccess(done -> ctx.request().connection().close());
            return;
        }
        Problem problem = named(ctx, problem(ctx, exchange));
        if (BODY_REFUSED.contains(problem.code().status())) {
            end.handle(ctx);
        }
        JsonObject body = problem.json(exchange.audited().requestId());
        record(ctx, exchange, exchange.audited().refused(problem))
                .onSuccess(done -> send(ctx, problem.code().status(), body));
    }

    /** The client is gone, was too slow, or sent a malformed body: nobody is there to receive an answer. */
    private static boolean brokenOff(RoutingContext ctx, Exchange exchange) {
        return exchange.receiving() && !BODY_REFUSED.contains(ctx.statusCode());
    }

    /** The answer is sent only once this has ended: its audit entry is written by then, unless the audit log cannot keep up. */
    private Future<Void> record(RoutingContext ctx, Exchange exchange, AuditEntry entry) {
        if (!audited.test(RawPath.of(ctx.request())) || exchange.recorded()) {
            return Future.succeededFuture();
        }
        exchange.markRecorded();
        return audit.record(entry).mapEmpty();
    }

    /** Sends a problem that was created here or came over the bus. */
    static void send(RoutingContext ctx, int status, JsonObject problem) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        ctx.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        switch (status) {
            case 401 -> ctx.response().putHeader("WWW-Authenticate", "Bearer");
            case 429, 503 -> ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case 413, 417 ->
                ctx.response().putHeader(HttpHeaders.CONNECTION, "close"); // the rest of the body is not read
            default -> {}
        }
        ctx.response().end(problem.toBuffer());
    }

    private static Problem problem(RoutingContext ctx, Exchange exchange) {
        Throwable cause = ctx.failure();
        if (cause instanceof ProblemException refusal) {
            return refusal.problem();
        }
        return switch (ctx.statusCode()) {
            case 400 -> unreadable(ctx);
            case 404 ->
                Problem.of(ProblemCode.NOT_FOUND, "There is no such resource; /openapi.yaml tells which there are.");
            case 413 ->
                Problem.of(ProblemCode.BODY_TOO_LARGE, "The body is too large; {\"force\": false} is all it takes.");
            case 417 ->
                Problem.of(ProblemCode.EXPECTATION_FAILED, "100-continue is the only expectation that can be met.");
            default -> broken(cause, exchange);
        };
    }

    /** What the router itself refuses: a request without a host, or a path that cannot be decoded. */
    private static Problem unreadable(RoutingContext ctx) {
        return ctx.request().authority() == null ? RequestChecks.wrongHost() : Problem.invalidTaskId();
    }

    private static Problem broken(@Nullable Throwable cause, Exchange exchange) {
        LOG.atError()
                .setCause(cause)
                .addKeyValue("request_id", exchange.audited().requestId())
                .log("A request failed unexpectedly");
        return Problem.internal();
    }

    private static Problem named(RoutingContext ctx, Problem problem) {
        boolean aboutTask =
                problem.code() != ProblemCode.NOT_FOUND && problem.taskId().isEmpty();
        return aboutTask ? RawPath.taskId(ctx.request()).map(problem::about).orElse(problem) : problem;
    }
}
