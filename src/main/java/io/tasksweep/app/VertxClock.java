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
    private static final long NEARLY_ONE = TimeUnit.MILLISECONDS.toNanos(1) - 1;

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
        return vertx.timer(millis(time), TimeUnit.MILLISECONDS).mapEmpty();
    }

    @Override
    public <T> Future<T> limit(Future<T> future, Duration time) {
        Context home = vertx.getOrCreateContext();
        Promise<T> first = Promise.promise();
        long timer = vertx.setTimer(millis(time), due -> first.tryFail(new OutOfTime()));
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

    /** Rounded up, so that a limit of all the time that is left does not end before the deadline; a timer of 0 ms there is none. */
    private static long millis(Duration time) {
        return Math.max(1, time.plusNanos(NEARLY_ONE).toMillis());
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
