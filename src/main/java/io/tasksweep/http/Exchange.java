package io.tasksweep.http;

import io.tasksweep.bus.AuditedRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** One HTTP exchange: its {@link AuditedRequest}, whether the body is still arriving, and who writes the audit entry. */
final class Exchange {
    static final String REQUEST_ID = "X-Request-Id";

    private static final String KEY = Exchange.class.getName();

    private final AuditedRequest audited;
    private boolean receiving;
    private boolean recorded; // independent of receiving: an aborted request is recorded, and may fail once more

    private Exchange(AuditedRequest audited) {
        this.audited = audited;
    }

    /** The exchange of this request. The first call creates it, and gives the answer the headers that every answer has. */
    static Exchange of(RoutingContext ctx) {
        Exchange known = ctx.get(KEY);
        return known != null ? known : begin(ctx);
    }

    private static Exchange begin(RoutingContext ctx) {
        AuditedRequest audited = new AuditedRequest(ctx.request().headers().getAll(REQUEST_ID));
        audited.taskId(RawPath.taskIdSegment(ctx.request()));
        Exchange exchange = new Exchange(audited);
        ctx.put(KEY, exchange);
        ctx.response()
                .putHeader(REQUEST_ID, audited.requestId())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return exchange;
    }

    AuditedRequest audited() {
        return audited;
    }

    /** Whether the body is still being received: a failure now is one of the transfer, not of the service. */
    boolean receiving() {
        return receiving;
    }

    void markReceiving() {
        receiving = true;
    }

    void markReceived() {
        receiving = false;
    }

    boolean recorded() {
        return recorded;
    }

    /** The audit entry is being written, or another part of the service has taken over writing it; it must not be written twice. */
    void markRecorded() {
        recorded = true;
    }

    /** The other part did not take over after all. */
    void unmarkRecorded() {
        recorded = false;
    }
}
