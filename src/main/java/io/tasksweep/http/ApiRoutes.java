package io.tasksweep.http;

import io.tasksweep.auth.Scope;
import io.tasksweep.auth.Tokens;
import io.tasksweep.bus.DeletionClient;
import io.tasksweep.codec.Problem;
import io.tasksweep.codec.ProblemCode;
import io.tasksweep.codec.ProblemException;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Receipts;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.regex.Pattern;

/** The table of contents: the path of each operation, who may call it, and what handles it. */
public final class ApiRoutes {
    private static final Pattern CONTRACT_FILE = Pattern.compile("/openapi\\.yaml");

    private final ApiContract contract;
    private final Tokens tokens;
    private final DeletionClient deletions;
    private final Receipts receipts;
    private final AuditTrail audit;
    private final int bodyBytes;

    /** @param bodyBytes the largest body accepted, in bytes */
    public ApiRoutes(
            ApiContract contract,
            Tokens tokens,
            DeletionClient deletions,
            Receipts receipts,
            AuditTrail audit,
            int bodyBytes) {
        this.contract = contract;
        this.tokens = tokens;
        this.deletions = deletions;
        this.receipts = receipts;
        this.audit = audit;
        this.bodyBytes = bodyBytes;
    }

    Router router(Vertx vertx, SlowClients slow) {
        Router router = Router.router(vertx);
        RequestChecks checks = new RequestChecks(tokens, contract);
        Pattern deletion = contract.rawPath(DeleteTaskHandler.OPERATION);
        ProblemHandler problems =
                new ProblemHandler(audit, path -> deletion.matcher(path).matches(), slow::end);

        router.route().handler(slow::begin);
        router.route().handler(ApiRoutes::begin).failureHandler(problems);
        on(router, DeleteTaskHandler.OPERATION)
                // a plain handler may not stand before the BodyHandler, a PlatformHandler may
                .handler((PlatformHandler) RequestChecks::expectations)
                .handler((PlatformHandler) RequestChecks::formsAreBytes)
                .handler((PlatformHandler) ApiRoutes::markReceiving)
                .handler(BodyHandler.create(false).setBodyLimit(bodyBytes))
                .handler(ApiRoutes::markReceived)
                .handler(checks.caller(Scope.TASKS_DELETE))
                .handler(new DeleteTaskHandler(checks, deletions));
        on(router, GetDeletionHandler.OPERATION)
                .handler(checks.caller(Scope.TASKS_READ, Scope.TASKS_DELETE))
                .handler(new GetDeletionHandler(checks, receipts, deletions.timeout()));
        exactly(router, CONTRACT_FILE).method(HttpMethod.GET).handler(this::contractFile);

        otherMethods(router, DeleteTaskHandler.OPERATION);
        otherMethods(router, GetDeletionHandler.OPERATION);
        otherMethods(router, CONTRACT_FILE, HttpMethod.GET);
        router.route().handler(ctx -> ctx.fail(404));
        router.errorHandler(400, problems); // a path that the router itself cannot read
        return router;
    }

    private static void begin(RoutingContext ctx) {
        Exchange.of(ctx);
        RequestChecks.oneHost(ctx);
        ctx.next();
    }

    private static void markReceiving(RoutingContext ctx) {
        Exchange.of(ctx).markReceiving();
        ctx.next();
    }

    private static void markReceived(RoutingContext ctx) {
        Exchange.of(ctx).markReceived();
        ctx.next();
    }

    private Route on(Router router, String operationId) {
        return exactly(router, contract.rawPath(operationId)).method(contract.method(operationId));
    }

    /** Matches the whole path as it was sent, not normalized. */
    private static Route exactly(Router router, Pattern rawPath) {
        return router.routeWithRegex(rawPath.pattern()).useNormalizedPath(false);
    }

    private void otherMethods(Router router, String operationId) {
        otherMethods(router, contract.rawPath(operationId), contract.method(operationId));
    }

    private static void otherMethods(Router router, Pattern rawPath, HttpMethod allowed) {
        Handler<RoutingContext> refuse = ctx -> {
            ctx.response().putHeader(HttpHeaders.ALLOW, allowed.name());
            ctx.fail(new ProblemException(
                    Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "Only " + allowed + " is possible here.")));
        };
        exactly(router, rawPath).handler(refuse);
    }

    private void contractFile(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(contract.file());
    }
}
