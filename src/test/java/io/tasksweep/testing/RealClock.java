package io.tasksweep.testing;

import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.OutOfTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's time, for tests of adapters.
 *
 * @param ahead how far the wall clock is set forward
 */
public record RealClock(Vertx vertx, Duration ahead) implements Clock {
    public RealClock(Vertx vertx) {
        this(vertx, Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
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
