package io.tasksweep.http;

import io.tasksweep.auth.Caller;
import io.tasksweep.bus.RequestIds;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** One request and what has been learnt of it so far: an audit entry tells that much, wherever it ends. */
final class Exchange {
    static final String REQUEST_ID = "X-Request-Id";

    private static final String KEY = Exchange.class.getName();
    private static final int MOST_SHOWN = 128;

    private final String requestId;
    private final String shownTaskId;
    private final long startedNanos = System.nanoTime();
    private Caller caller = new Caller(Caller.UNKNOWN, java.util.Set.of());
    private Optional<Boolean> force = Optional.empty();
    private boolean receiving;
    private boolean recorded;

    private Exchange(String requestId, String shownTaskId) {
        this.requestId = requestId;
        this.shownTaskId = shownTaskId;
    }

    /** The exchange of this request, begun if it is not yet. */
    static Exchange of(RoutingContext ctx) {
        Exchange known = ctx.get(KEY);
        return known != null ? known : begin(ctx);
    }

    private static Exchange begin(RoutingContext ctx) {
        String segment = RawPath.taskIdSegment(ctx.request());
        String shown = segment.length() <= MOST_SHOWN ? segment : segment.substring(0, MOST_SHOWN);
        Exchange exchange = new Exchange(RequestIds.sane(ctx.request().headers().getAll(REQUEST_ID)), shown);
        ctx.put(KEY, exchange);
        ctx.response()
                .putHeader(REQUEST_ID, exchange.requestId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return exchange;
    }

    String requestId() {
        return requestId;
    }

    Caller caller() {
        return caller;
    }

    void caller(Caller known) {
        caller = known;
    }

    void force(boolean known) {
        force = Optional.of(known);
    }

    /** Whether the body is on its way: what fails now is the transfer, not the service. */
    boolean receiving() {
        return receiving;
    }

    void receiving(boolean now) {
        receiving = now;
    }

    boolean recorded() {
        return recorded;
    }

    /** The entry is written, or another part of the service has taken over writing it: never twice. */
    void markRecorded() {
        recorded = true;
    }

    /** Nobody took over after all. */
    void unmarkRecorded() {
        recorded = false;
    }

    AuditEntry refused(Decision decision) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        return new AuditEntry(requestId, caller.actor(), shownTaskId, force, decision, Optional.empty(), took);
    }
}
