package io.tasksweep.testing;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.OutOfTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The machine's time, for tests of adapters. */
public record RealClock(Vertx vertx) implements Clock {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Future<Void> after(Duration time) {
        return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    @Override
    public <T> Future<T> limit(Future<T> future, Duration time) {
        return future.timeout(time.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(new OutOfTime()));
    }
}
