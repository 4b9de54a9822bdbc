package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.auth.TokenKeys;
import io.tasksweep.auth.Tokens;
import io.tasksweep.bus.Addresses;
import io.tasksweep.bus.DeletionClient;
import io.tasksweep.codec.StrictJson;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingRecords;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The public port alone. Nobody deletes anything behind it: unless told otherwise, a request that comes through gets 503. */
final class ListeningApi implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<AuditEntry> records = new CopyOnWriteArrayList<>();
    private final List<Message<JsonObject>> asked = new CopyOnWriteArrayList<>();
    private final int port;

    ListeningApi(Patience patience, int most) {
        this(patience, most, new TestingRecords(new ArrayList<>(), new TestingClock()), Duration.ofMinutes(5));
    }

    /** @param timeout after which an answer is made up that has not come */
    ListeningApi(Patience patience, int most, Receipts receipts, Duration timeout) {
        Tokens tokens = new Tokens(
                vertx,
                TokenKeys.ofSecret(TestingTokens.SECRET.getBytes(StandardCharsets.UTF_8)),
                "tasksweep",
                Optional.empty(),
                Clock.systemUTC(),
                StrictJson::object);
        ApiRoutes routes = new ApiRoutes(
                await(ApiContract.load(vertx)),
                tokens,
                new DeletionClient(vertx, timeout),
                receipts,
                recording(),
                4096);
        HttpVerticle verticle = new HttpVerticle(
                routes, new HttpServerOptions().setHost("127.0.0.1").setPort(0), new Connections(most), patience);
        await(vertx.deployVerticle(verticle));
        port = verticle.port();
    }

    private AuditTrail recording() {
        return new AuditTrail() {
            @Override
            public void record(AuditEntry entry) {
                records.add(entry);
            }

            @Override
            public boolean healthy() {
                return true;
            }
        };
    }

    int port() {
        return port;
    }

    List<AuditEntry> records() {
        return records;
    }

    /** What comes through is done that to. */
    void onDeletion(Consumer<Message<JsonObject>> deletion) {
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.DELETE, deletion::accept)
                .completion());
    }

    /** What comes through waits. */
    void answerNothing() {
        onDeletion(asked::add);
    }

    int asked() {
        return asked.size();
    }

    /** What waits gets an empty answer. */
    void answer() {
        asked.forEach(message -> message.reply(new JsonObject()));
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
