package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.auth.TokenKeys;
import io.tasksweep.auth.Tokens;
import io.tasksweep.bus.Addresses;
import io.tasksweep.bus.DeletionClient;
import io.tasksweep.bus.DeletionVerticle;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.testing.RealClock;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingDeletions;
import io.tasksweep.testing.TestingRecords;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
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
import java.util.function.Supplier;

/** The public port alone. Nobody deletes anything behind it: unless told otherwise, a request that comes through gets 503. */
final class ListeningApi implements AutoCloseable {
    /** Any free port, but the same one for all instances. */
    private static final int ANY_TOGETHER = -1;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final List<AuditEntry> records = new CopyOnWriteArrayList<>();
    private final List<Message<JsonObject>> asked = new CopyOnWriteArrayList<>();
    private final Tokens tokens;
    private final int port;

    ListeningApi(RequestTimeouts timeouts, int most) {
        this(timeouts, most, 1);
    }

    /** @param instances how many share the port, each on an event loop of its own */
    ListeningApi(RequestTimeouts timeouts, int most, int instances) {
        this(timeouts, most, new TestingRecords(new ArrayList<>(), new TestingClock()), LONG, instances);
    }

    /** @param timeout after which an answer is made up that has not come */
    ListeningApi(RequestTimeouts timeouts, int most, Receipts receipts, Duration timeout) {
        this(timeouts, most, receipts, timeout, 1);
    }

    private ListeningApi(RequestTimeouts timeouts, int most, Receipts receipts, Duration timeout, int instances) {
        tokens = new Tokens(
                vertx,
                TokenKeys.ofSecret(TestingTokens.SECRET.getBytes(StandardCharsets.UTF_8)),
                "tasksweep",
                Optional.empty(),
                Clock.systemUTC());
        ApiRoutes routes = new ApiRoutes(
                await(ApiContract.load(vertx)),
                tokens,
                new DeletionClient(vertx, timeout),
                receipts,
                recording(),
                4096);
        HttpServerOptions where = new HttpServerOptions().setHost("127.0.0.1").setPort(ANY_TOGETHER);
        Connections connections = new Connections(most);
        List<HttpVerticle> servers = new CopyOnWriteArrayList<>();
        Supplier<HttpVerticle> server = () -> {
            servers.add(new HttpVerticle(routes, where, connections, timeouts));
            return servers.get(servers.size() - 1);
        };
        await(vertx.deployVerticle(server, new DeploymentOptions().setInstances(instances)));
        port = servers.get(0).port();
    }

    private AuditTrail recording() {
        return new AuditTrail() {
            @Override
            public Future<Boolean> record(AuditEntry entry) {
                records.add(entry);
                return Future.succeededFuture(true);
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

    /** What comes through is deleted there; what both sides record is among the records. */
    void serve(TestingDeletions deletions) {
        await(vertx.deployVerticle(new DeletionVerticle(
                tokens, deletions.running(), deletions.sweeper(), recording(), new RealClock(vertx))));
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
