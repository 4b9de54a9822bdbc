package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockedEventLoopsTest {
    private static final int MOST_SECONDS = 20;

    /** Blocked until it is seen: how long that takes is longer on a machine that stands still now and then. */
    @Test
    void i17_aDeliberateBlockTurnsTheCheckRed() {
        Vertx vertx = Vertx.vertx(BlockedEventLoops.strict());
        CountDownLatch seen = new CountDownLatch(1);
        try {
            Promise<Boolean> released = Promise.promise();
            vertx.runOnContext(started -> {
                try {
                    released.complete(seen.await(MOST_SECONDS, TimeUnit.SECONDS));
                } catch (InterruptedException cause) {
                    released.fail(cause);
                }
            });
            List<Throwable> red = new ArrayList<>();
            until(() -> {
                Throwable thrown = catchThrowable(BlockedEventLoops::check);
                return thrown != null && red.add(thrown);
            });
            assertThat(red)
                    .singleElement()
                    .satisfies(thrown -> assertThat(thrown)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining("eventloop"));
            seen.countDown();
            assertThat(await(released.future())).isTrue();
        } finally {
            seen.countDown();
            await(vertx.close());
            BlockedEventLoops.drain(); // what was noticed meanwhile is not the next test's
        }
    }
}
