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
    private final Connections connections;
    private final Map<HttpConnection, Watch> watches = new HashMap<>();

    SlowClients(Vertx vertx, Patience patience, Connections connections) {
        this.vertx = vertx;
        this.patience = patience;
        this.connections = connections;
    }

    /** One connection. */
    private final class Watch implements Connections.Client {
        private final HttpConnection connection;
        private int exchanges;
        private int answering;
        private volatile boolean beingAnswered;
        private volatile boolean asked;
        private long timer = NO_TIMER;

        Watch(HttpConnection connection) {
            this.connection = connection;
            expect(patience.head());
        }

        void expect(Duration within) {
            stop();
            timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> close());
        }

        @Override
        public boolean hasAsked() {
            return asked;
        }

        @Override
        public boolean isBeingAnswered() {
            return beingAnswered;
        }

        @Override
        public void close() {
            connection.close();
        }

        void stop() {
            vertx.cancelTimer(timer);
        }

        void received() {
            answering++;
            beingAnswered = true;
            asked = true;
            stop();
        }

        void exchangeEnded() {
            answering--;
            beingAnswered = answering > 0;
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
        long number = connections.opened(watch);
        connection.closeHandler(closed -> {
            watch.stop();
            watches.remove(connection);
            connections.closed(number);
        });
    }

    /** A head has arrived; its body must follow in time, whatever becomes of the request meanwhile. */
    void begin(RoutingContext ctx) {
        Watch watch = watches.get(ctx.request().connection());
        if (watch != null) {
            watch.exchanges++;
            watch.expect(patience.body());
            Future<Void> received = ctx.request().end().onSuccess(whole -> watch.received());
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
