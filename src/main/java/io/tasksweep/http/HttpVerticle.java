package io.tasksweep.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The public port. Deploy one instance per event loop: they share the port. */
public final class HttpVerticle extends VerticleBase {
    private static final long GRACE_SECONDS = 2;
    private static final long HANDSHAKE_SECONDS = 3;
    private static final int LINE_BYTES = 4096;
    private static final int HEADER_BYTES = 8192;

    private final ApiRoutes routes;
    private final HttpServerOptions options;
    private final Connections connections;
    private final RequestTimeouts timeouts;
    private @Nullable HttpServer server;

    /**
     * Sets all limits except the idle timeout.
     *
     * @param where address, TLS, and the idle timeout, which must be longer than {@link #longestPause}
     * @param connections shared by all instances
     */
    public HttpVerticle(ApiRoutes routes, HttpServerOptions where, Connections connections) {
        this(routes, where, connections, RequestTimeouts.DEFAULT);
    }

    HttpVerticle(ApiRoutes routes, HttpServerOptions where, Connections connections, RequestTimeouts timeouts) {
        this.routes = routes;
        this.connections = connections;
        this.timeouts = timeouts;
        this.options = new HttpServerOptions(where)
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setDecompressionSupported(false)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS) // before it ends a connection is neither counted nor watched
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true);
    }

    /** How long a connection is silent at most while all is well, if an answer may take that long. */
    public static Duration longestPause(Duration answer) {
        Duration keepAlive = RequestTimeouts.DEFAULT.keepAlive();
        return answer.compareTo(keepAlive) > 0 ? answer : keepAlive;
    }

    @Override
    public Future<?> start() {
        SlowClients slow = new SlowClients(vertx, timeouts, connections);
        Router router = routes.router(vertx, slow);
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(slow::connected)
                .requestHandler(request -> router.handle(RequestChecks.withReadableHost(request)));
        server = created;
        return created.listen();
    }

    /** Gives answers that are under way time to arrive, then closes the connections. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
    }

    /** The port it listens on; 0 before it listens. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }
}
