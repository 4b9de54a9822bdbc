package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.OutOfTime;
import io.tasksweep.domain.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class VertxClockTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final VertxClock clock = new VertxClock(vertx);
    private final Promise<String> operation = Promise.promise();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Vert.x numbers its timers one after the other. */
    private long nextTimer() {
        long last = vertx.setTimer(LONG.toMillis(), due -> {});
        vertx.cancelTimer(last);
        return last + 1;
    }

    private boolean isThere(long timer) {
        return vertx.cancelTimer(timer);
    }

    @Test
    void ofAnOperationThatEndsInTimeNoTimerIsLeft() {
        long timer = nextTimer();
        Future<String> limited = clock.limit(operation.future(), LONG);
        operation.complete("in time");
        assertThat(await(limited)).isEqualTo("in time");
        assertThat(isThere(timer)).isFalse();
    }

    @Test
    void ofAnOperationThatFailsInTimeNoTimerIsLeft() {
        long timer = nextTimer();
        Future<String> limited = clock.limit(operation.future(), LONG);
        operation.fail("broken");
        assertThat(failureOf(limited)).hasMessage("broken");
        assertThat(isThere(timer)).isFalse();
    }

    /** Which shows that the others look for the right one. */
    @Test
    void whileAnOperationIsAwaitedItsTimerIsThere() {
        long timer = nextTimer();
        clock.limit(operation.future(), LONG);
        assertThat(isThere(timer)).isTrue();
    }

    @Test
    void whoeverEndsAnOperationItsCallerGoesOnWhereItWas() {
        Context own = vertx.getOrCreateContext();
        Promise<Boolean> atHome = Promise.promise();
        Promise<Void> limited = Promise.promise();
        own.runOnContext(now -> {
            clock.limit(operation.future(), LONG).onComplete(ended -> atHome.complete(Vertx.currentContext() == own));
            limited.complete();
        });
        await(limited.future());
        operation.complete("on the test's thread");
        assertThat(await(atHome.future())).isTrue();
    }

    /** Whoever asks then whether the deadline has passed is told so. */
    @RepeatedTest(20)
    void aLimitEndsNotBeforeItsTime() {
        Duration nearlyTwo = Duration.ofNanos(1_999_999);
        Deadline end = clock.in(nearlyTwo);
        assertThat(failureOf(clock.limit(operation.future(), nearlyTwo))).isInstanceOf(OutOfTime.class);
        assertThat(end.passed()).isTrue();
    }

    @RepeatedTest(20)
    void aPauseEndsNotBeforeItsTime() {
        Duration nearlyTwo = Duration.ofNanos(1_999_999);
        Deadline end = clock.in(nearlyTwo);
        await(clock.after(nearlyTwo));
        assertThat(end.passed()).isTrue();
    }

    @Test
    void anOperationThatIsLateFailsAndItsOwnEndIsOfNoAccount() {
        Future<String> limited = clock.limit(operation.future(), Duration.ofMillis(1));
        assertThat(failureOf(limited)).isInstanceOf(OutOfTime.class);
        operation.complete("too late");
        assertThat(failureOf(limited)).isInstanceOf(OutOfTime.class);
    }
}
