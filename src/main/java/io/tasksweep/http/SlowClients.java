package io.tasksweep.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes the connection of a client that takes too long to say what it wants. An idle timeout cannot do that: it begins anew with
 * every byte, and bytes can drip in for ever. While an answer is made nothing is limited here. Lives on one event loop.
 */
final class SlowClients {
    /** Ids begin at 0: a field's own default would cancel somebody else's timer. */
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Patience patience;
    private final Map<HttpConnection, Watch> watches = new HashMap<>();

    SlowClients(Vertx vertx, Patience patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** One connection. */
    private final class Watch {
        private final HttpConnection connection;
        private int exchanges;
        private long timer = NO_TIMER;

        Watch(HttpConnection connection) {
            this.connection = connection;
            expect(patience.head());
        }

        void expect(Duration within) {
            stop();
            timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> connection.close());
        }

        void stop() {
            vertx.cancelTimer(timer);
        }

        void exchangeEnded() {
            exchanges--;
            if (exchanges == 0) {
                expect(patience.next());
            }
        }
    }

    /** From here on the connection is watched. */
    void connected(HttpConnection connection) {
        Watch watch = new Watch(connection);
        watches.put(connection, watch);
        connection.closeHandler(closed -> {
            watch.stop();
            watches.remove(connection);
        });
    }

    /** A head has arrived; its body must follow in time, whatever becomes of the request meanwhile. */
    void begin(RoutingContext ctx) {
        Watch watch = watches.get(ctx.request().connection());
        if (watch != null) {
            watch.exchanges++;
            watch.expect(patience.body());
            Future<Void> received = ctx.request().end().onSuccess(whole -> watch.stop());
            Future<Void> answered = Future.future(promise -> ctx.addEndHandler(ended -> {
                if (ended.succeeded()) {
                    promise.complete();
                }
            }));
            Future.all(received, answered).onSuccess(both -> watch.exchangeEnded());
        }
        ctx.next();
    }
}
