package io.tasksweep.app;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.OutOfTime;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The machine's clocks and Vert.x timers. */
final class VertxClock implements Clock {
    private final Vertx vertx;

    VertxClock(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Future<Void> after(Duration time) {
        return vertx.timer(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
    }

    @Override
    public <T> Future<T> limit(Future<T> future, Duration time) {
        Context home = vertx.getOrCreateContext();
        Promise<T> first = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, time.toMillis()), due -> first.tryFail(new OutOfTime()));
        future.onComplete(ended -> at(home, () -> {
            vertx.cancelTimer(timer);
            if (ended.succeeded()) {
                first.tryComplete(ended.result());
            } else {
                first.tryFail(ended.cause());
            }
        }));
        return first.future();
    }

    /** A store may answer on any thread, especially when it answers late; the limited future completes where the limit was set. */
    private static void at(Context home, Runnable rest) {
        if (Vertx.currentContext() == home) {
            rest.run();
        } else {
            home.runOnContext(now -> rest.run());
        }
    }
}
