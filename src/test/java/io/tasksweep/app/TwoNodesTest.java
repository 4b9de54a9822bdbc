package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.HoldingProxy;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two nodes, each a process of its own, on one platform. */
class TwoNodesTest {
    private static final Logger LOG = LoggerFactory.getLogger(TwoNodesTest.class);
    private static final int MOST_ROUNDS = 20;
    private static final List<String> STORES = List.of("local_directory", "redis", "minio");

    private final TestingPlatform platform = TestingPlatform.start();
    private final HoldingProxy objects = HoldingProxy.before(platform.objects().port());
    private final ServiceProcess one = ServiceProcess.on(platform, Map.of("minio.port", objects.port()));
    private final ServiceProcess other = ServiceProcess.on(platform, Map.of("minio.port", objects.port()));

    @BeforeEach
    void start() {
        one.ready();
        other.ready();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        objects.close();
        platform.close();
    }

    @Test
    @Tag("F56")
    @Tag("I02")
    @Tag("I09")
    void theSameTasksRequestedFromBothAtOnceAreDeletedOnceEach() {
        List<String> ids =
                IntStream.range(0, tasks()).mapToObj(i -> "many-" + i + "-x").toList();
        ids.forEach(id -> platform.task(id, "pending", "SUCCESS"));
        int requests;
        try (Decoys decoys = Decoys.around(platform, ids)) {
            requests = askUntilAllAreDeleted(ids);
            decoys.assertUnchanged();
        }
        until(() -> records().size() >= requests);
        List<JsonObject> records = records();
        assertThat(records).as("I09").hasSize(requests);
        ids.forEach(id -> STORES.forEach(store -> assertThat(deletions(records, id, store))
                .as(id + " in " + store)
                .isEqualTo(1)));
        assertThat(ids).noneMatch(platform::holds);
        ids.forEach(this::assertReceiptTellsWhatWasDeleted);
        LOG.warn("{} tasks asked for at both nodes: {} requests, each task deleted once", tasks(), requests);
    }

    private List<JsonObject> records() {
        return Stream.concat(one.audit().stream(), other.audit().stream()).toList();
    }

    /** More than that at once than a node takes are told to come back, and do. */
    int tasks() {
        return 50;
    }

    /** How many requests that took. */
    private int askUntilAllAreDeleted(List<String> ids) {
        int requests = 0;
        List<Supplier<CompletableFuture<Reply>>> open = ids.stream()
                .<Supplier<CompletableFuture<Reply>>>flatMap(
                        id -> Stream.of(() -> one.delete(id), () -> other.delete(id)))
                .toList();
        for (int round = 0; !open.isEmpty(); round++) {
            assertThat(round).isLessThan(MOST_ROUNDS);
            requests += open.size();
            List<Reply> replies = open.stream().map(Supplier::get).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(replies).allMatch(TwoNodesTest::isExplained);
            List<Supplier<CompletableFuture<Reply>>> asked = open;
            open = IntStream.range(0, asked.size())
                    .filter(i -> replies.get(i).status() == 429)
                    .mapToObj(asked::get)
                    .toList();
        }
        return requests;
    }

    private static boolean isExplained(Reply reply) {
        boolean deleted = reply.status() == 200 && "success".equals(reply.body().getString("status"));
        return deleted || (reply.status() == 429 && !reply.retryAfter().isEmpty());
    }

    private static long deletions(List<JsonObject> records, String id, String store) {
        return records.stream()
                .filter(entry -> id.equals(entry.getString("task_id")))
                .flatMap(entry ->
                        entry.getJsonArray("results", new JsonArray()).stream().map(JsonObject.class::cast))
                .filter(item -> store.equals(item.getString("resource")) && "deleted".equals(item.getString("status")))
                .count();
    }

    private void assertReceiptTellsWhatWasDeleted(String id) {
        String result = platform.redis()
                .ask(io.vertx.redis.client.Command.HGET, "tasksweep:receipt:{" + id + "}", "result")
                .map(String::valueOf)
                .orElse("");
        assertThat(result).as("receipt of " + id).contains("\"deleted\"").doesNotContain("\"skipped\"");
    }

    /** Those that came before it had heard the signal wait as long as the one that runs. */
    private static boolean isRefused(CompletableFuture<Reply> asked) {
        return asked.isDone()
                && !asked.isCompletedExceptionally()
                && "shutting_down".equals(asked.join().code());
    }

    @Test
    @Tag("F51")
    @Tag("I02")
    void f51ToldToEndItRefusesWhatIsNewAndAnswersWhatRuns() {
        platform.task("task-1", "pending", "SUCCESS");
        platform.task("task-2", "pending", "SUCCESS");
        try (Decoys decoys = Decoys.around(platform, "task-1", "task-2")) {
            endOneWhileItDeletes();
            assertThat(platform.holds("task-1")).isFalse();
            assertThat(await(other.delete("task-2")).status()).isEqualTo(200);
            decoys.assertUnchanged();
        }
    }

    private void endOneWhileItDeletes() {
        objects.hold();
        CompletableFuture<Reply> running = one.delete("task-1");
        until(() -> !platform.redis().keys("tasksweep:lease:*").isEmpty() || objects.waiting() > 0);
        long told = System.nanoTime();
        one.terminate();
        List<CompletableFuture<Reply>> further = new ArrayList<>();
        until(() -> further.add(one.delete("task-3")) && further.stream().anyMatch(TwoNodesTest::isRefused));
        objects.goOn();
        Reply answer = await(running);
        assertThat(answer.body().getString("status")).as(answer.body().encode()).isEqualTo("success");
        assertThat(one.exitCode()).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
    }
}
