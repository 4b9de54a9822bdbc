package io.tasksweep.bus;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller hears if no verticle answers. */
class DeletionClientTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<DeletionClient.Reply> asked(Duration timeout) {
        return new DeletionClient(vertx, timeout).delete(new TaskId("task-1"), false, "Bearer token", "request-1");
    }

    /** A consumer that takes nothing, like a verticle whose event loop is busy. */
    private MessageConsumer<JsonObject> busy() {
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(Addresses.DELETE, message -> {});
        consumer.pause();
        await(consumer.completion());
        return consumer;
    }

    @Test
    void withoutAVerticleNobodyIsReached() {
        assertThat(failureOf(asked(Duration.ofSeconds(10)))).isInstanceOf(DeletionClient.NotReached.class);
    }

    /** It had no part in the request, so it has not recorded it either. */
    @Test
    void aVerticleThatEndsBeforeItTakesTheMessageIsNotReachedEither() {
        MessageConsumer<JsonObject> ending = busy();
        Future<DeletionClient.Reply> reply = asked(Duration.ofSeconds(30));
        await(ending.unregister());
        assertThat(failureOf(reply)).isInstanceOf(DeletionClient.NotReached.class);
    }

    @Test
    void oneThatDoesNotAnswerInTimeMayYetCarryOutTheDeletion() {
        busy();
        DeletionClient.Reply reply = await(asked(Duration.ofMillis(50)));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body().getString("code")).isEqualTo("deletion_in_progress");
    }
}
