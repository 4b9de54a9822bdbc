package io.tasksweep.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The public port. Deploy one instance for each event loop: they share the port. */
public final class HttpVerticle extends VerticleBase {
    private static final long GRACE_SECONDS = 2;
    private static final int LINE_BYTES = 4096;
    private static final int HEADER_BYTES = 8192;

    private final ApiRoutes routes;
    private final HttpServerOptions options;
    private final Patience patience;
    private @Nullable HttpServer server;

    /** @param idle after which a silent connection is cut; longer than an answer may take */
    public HttpVerticle(ApiRoutes routes, String host, int port, Duration idle) {
        this(routes, host, port, idle, Patience.DEFAULT);
    }

    HttpVerticle(ApiRoutes routes, String host, int port, Duration idle, Patience patience) {
        this.routes = routes;
        this.patience = patience;
        this.options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(Math.toIntExact(idle.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true);
    }

    @Override
    public Future<?> start() {
        SlowClients slow = new SlowClients(vertx, patience);
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(slow::connected)
                .requestHandler(routes.router(vertx, slow));
        server = created;
        return created.listen();
    }

    /** Answers that are on their way still arrive; then the connections are closed. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
    }

    /** Where it listens, once it does. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }
}
