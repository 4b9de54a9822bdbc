package io.tasksweep.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Closes the connection of a client that takes too long to say what it wants. An idle timeout cannot do that: it begins anew with
 * every byte, and bytes can drip in for ever. While an answer is made nothing is limited here. Where there are too many connections,
 * the one goes that has been there longest of those that have not asked for anything whole yet, and only then one that waits between
 * two requests: a flood drives out itself. Lives on one event loop.
 */
final class SlowClients {
    /** Ids begin at 0: a field's own default would cancel somebody else's timer. */
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Patience patience;
    private final Connections connections;
    private final Map<HttpConnection, Watch> watches = new LinkedHashMap<>(); // the oldest first

    SlowClients(Vertx vertx, Patience patience, Connections connections) {
        this.vertx = vertx;
        this.patience = patience;
        this.connections = connections;
    }

    /** One connection. */
    private final class Watch {
        private final HttpConnection connection;
        private int exchanges;
        private int answering;
        private boolean asked;
        private long timer = NO_TIMER;

        Watch(HttpConnection connection) {
            this.connection = connection;
            expect(patience.head());
        }

        void expect(Duration within) {
            stop();
            timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> close());
        }

        void close() {
            connection.close();
        }

        void stop() {
            vertx.cancelTimer(timer);
        }

        void received() {
            answering++;
            asked = true;
            stop();
        }

        void exchangeEnded() {
            answering--;
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
            connections.closed();
        });
        if (!connections.opened()) {
            driveOutOne();
        }
    }

    /** Forgotten at once: closing takes its time, and the next one that comes must not find it again. */
    private void driveOutOne() {
        watches.values().stream()
                .filter(watch -> watch.answering == 0)
                .min(Comparator.comparing(watch -> watch.asked)) // of equals the first
                .ifPresent(watch -> {
                    watches.remove(watch.connection);
                    watch.close();
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
