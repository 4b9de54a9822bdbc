package io.tasksweep.observe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tasksweep.deletion.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The operators' port: health and metrics. It asks for no token, so it listens on the loopback address unless told otherwise. */
public final class ManagementVerticle extends VerticleBase {
    private final HttpServerOptions options;
    private final StoreHealth health;
    private final AuditTrail audit;
    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier accepting;
    private @Nullable HttpServer server;

    /** @param accepting whether the service takes requests; false while it starts or stops */
    public ManagementVerticle(
            HttpServerOptions options,
            StoreHealth health,
            AuditTrail audit,
            PrometheusMeterRegistry metrics,
            BooleanSupplier accepting) {
        this.options = options;
        this.health = health;
        this.audit = audit;
        this.metrics = metrics;
        this.accepting = accepting;
    }

    @Override
    public Future<?> start() {
        HttpServer created = vertx.createHttpServer(options).requestHandler(this::answer);
        server = created;
        return created.listen();
    }

    /** The port it listens on, once it does. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/health/live" -> json(request.response(), 200, new JsonObject().put("status", "UP"));
            case "/health/ready" -> ready(request.response());
            case "/metrics" ->
                request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape());
            default -> json(request.response(), 404, new JsonObject().put("status", "NOT_FOUND"));
        }
    }

    private void ready(HttpServerResponse response) {
        boolean recording = audit.healthy();
        if (!accepting.getAsBoolean() || !recording) {
            String reason = recording ? "starting or stopping" : "the audit log cannot be written";
            json(response, 503, new JsonObject().put("status", "DOWN").put("reason", reason));
            return;
        }
        health.report().onSuccess(report -> json(response, 200, report));
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }
}
