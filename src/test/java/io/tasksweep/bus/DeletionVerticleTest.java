package io.tasksweep.bus;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.auth.TokenKeys;
import io.tasksweep.auth.Tokens;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.RealClock;
import io.tasksweep.testing.TestingDeletions;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the verticle ends. */
class DeletionVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> asked = Promise.promise();
    private final Promise<Boolean> written = Promise.promise();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private DeletionVerticle verticle() {
        TestingDeletions deletions = new TestingDeletions();
        Tokens tokens = new Tokens(
                vertx,
                TokenKeys.ofSecret(TestingTokens.SECRET.getBytes(StandardCharsets.UTF_8)),
                "tasksweep",
                Optional.empty(),
                Clock.systemUTC());
        return new DeletionVerticle(
                tokens, deletions.running(), deletions.sweeper(), new SlowTrail(), new RealClock(vertx));
    }

    /** An audit output that takes its time. */
    private final class SlowTrail implements AuditTrail {
        @Override
        public Future<Boolean> record(AuditEntry entry) {
            asked.tryComplete();
            return written.future();
        }

        @Override
        public boolean healthy() {
            return true;
        }
    }

    /** What was decided before is answered, though its audit entry is slow: the end does not overtake it. */
    @Test
    void whoHasAskedIsAnsweredBeforeTheEnd() {
        String id = await(vertx.deployVerticle(verticle()));
        List<String> order = new CopyOnWriteArrayList<>();
        Future<DeletionClient.Reply> reply = new DeletionClient(vertx, Duration.ofSeconds(10))
                .delete(
                        new TaskId("task-1"),
                        false,
                        "Bearer " + TestingTokens.token("bus", TestingTokens.ALL),
                        "request-1");
        await(asked.future());
        Future<Void> ended = vertx.undeploy(id).onSuccess(nothing -> order.add("ended"));
        vertx.timer(300, TimeUnit.MILLISECONDS).onSuccess(late -> {
            order.add("written");
            written.complete(true);
        });
        await(Future.all(reply, ended));
        assertThat(order).containsExactly("written", "ended");
        assertThat(reply.result().status()).isEqualTo(404);
    }
}
