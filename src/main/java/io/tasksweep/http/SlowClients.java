package io.tasksweep.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Closes the connection of a client that takes too long to send its request, or to take its answers. An idle timeout cannot do that: every
 * byte restarts it, and bytes can drip for ever. Sets no limit while an answer is being prepared. Lives on one event loop.
 */
final class SlowClients {
    /** Timer ids start at 0: the field's default value would cancel another timer. */
    private static final long NO_TIMER = -1;

    /** Closed at once, a connection on which the client is still sending may be reset before it has read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final RequestTimeouts timeouts;
    private final Connections connections;
    private final Map<HttpConnection, Watch> watches = new HashMap<>();

    SlowClients(Vertx vertx, RequestTimeouts timeouts, Connections connections) {
        this.vertx = vertx;
        this.timeouts = timeouts;
        this.connections = connections;
    }

    /** One connection. */
    private final class Watch implements Connections.Client {
        private final HttpConnection connection;
        private int exchanges;
        private int answering;
        private volatile boolean beingAnswered;
        private volatile boolean asked;
        private volatile boolean deaf;
        private boolean ending;
        private long timer = NO_TIMER;

        Watch(HttpConnection connection) {
            this.connection = connection;
            expect(timeouts.header());
        }

        void expect(Duration within) {
            expect(within, this::close);
        }

        private void expect(Duration within, Runnable otherwise) {
            if (ending) {
                return;
            }
            stop();
            timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> otherwise.run());
        }

        @Override
        public boolean isAwaited() {
            return !asked || isDeaf();
        }

        @Override
        public boolean isBeingAnswered() {
            return beingAnswered && !isDeaf();
        }

        /** Whether the client has not taken its answers by now. */
        private boolean isDeaf() {
            return deaf && isStuck();
        }

        /** Whether anything of the answers is still to be sent. */
        private boolean isStuck() {
            return connection instanceof ConnectionBase one && isStuck(one.channel());
        }

        private static boolean isStuck(Channel channel) {
            return channel.bytesBeforeUnwritable() < channel.config().getWriteBufferHighWaterMark();
        }

        /** Vert.x closes a connection, and its channel, once all is sent, so never where nothing is taken: then what is left is dropped. */
        @Override
        public void close() {
            if (isDeaf() && connection instanceof ConnectionBase one) {
                Object ignored = one.channelHandlerContext().close(); // its end is heard of like any other's
            } else {
                connection.close();
            }
        }

        void stop() {
            if (!ending) {
                vertx.cancelTimer(timer);
            }
        }

        void end() {
            expect(LINGER);
            ending = true;
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
                expect(timeouts.keepAlive());
                vertx.runOnContext(sent -> limitTaking()); // by then as much is sent as can be
            }
        }

        private void limitTaking() {
            deaf = exchanges == 0 && isStuck();
            if (deaf) {
                expect(timeouts.body(), this::closeIfDeaf);
            }
        }

        private void closeIfDeaf() {
            if (isDeaf()) {
                close();
            } else {
                expect(timeouts.keepAlive());
            }
        }
    }

    /** Starts watching the connection. */
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

    /** After this answer the connection ends: what else arrives is dropped. */
    void end(RoutingContext ctx) {
        Optional.ofNullable(watches.get(ctx.request().connection())).ifPresent(Watch::end);
    }

    /** The request's headers have arrived; the body must follow in time, whatever happens to the request meanwhile. */
    void begin(RoutingContext ctx) {
        Watch watch = watches.get(ctx.request().connection());
        if (watch != null && watch.ending) {
            return;
        }
        if (watch != null) {
            watch.exchanges++;
            watch.expect(timeouts.body());
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
