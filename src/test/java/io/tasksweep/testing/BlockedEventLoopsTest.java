package io.tasksweep.testing;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockedEventLoopsTest {
    private static final int BLOCK_MILLIS = 400;

    @Test
    void i17_aDeliberateBlockTurnsTheCheckRed() {
        Vertx vertx = Vertx.vertx(BlockedEventLoops.strict());
        try {
            Promise<Boolean> released = Promise.promise();
            CountDownLatch never = new CountDownLatch(1);
            vertx.runOnContext(started -> {
                try {
                    released.complete(never.await(BLOCK_MILLIS, TimeUnit.MILLISECONDS));
                } catch (InterruptedException cause) {
                    released.fail(cause);
                }
            });
            assertThat(await(released.future())).isFalse();

            assertThatThrownBy(BlockedEventLoops::check)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("eventloop");
        } finally {
            await(vertx.close());
        }
    }
}
