package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.tasksweep.testing.TestingService.Said;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F37, F21: a store that answers nobody costs one time-out and not one for each request, and is used again once it answers. */
@Tag("faults")
class DeadStoresTest {
    private static final int REQUESTS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** The first request's time-out, what its other questions take, and half a second for each of the others. */
    private static final Duration LIMIT = Duration.ofSeconds(18);

    private static FaultyProxy before(TestingPlatform platform, String store) {
        return FaultyProxy.before(
                store.equals("redis")
                        ? platform.redisPort()
                        : platform.objects().port());
    }

    private static TestingService service(TestingPlatform platform, String store, FaultyProxy proxy) {
        return TestingService.on(
                platform, Map.of(store + ".port", proxy.port(), "stores.timeout", TIMEOUT.toSeconds() + "s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "minio"})
    @Tag("F21")
    @Tag("F37")
    void twentyRequestsCostOneTimeoutAndEachRepeatSucceedsOnceItAnswers(String store) {
        try (TestingPlatform platform = TestingPlatform.start();
                FaultyProxy proxy = before(platform, store);
                TestingService service = service(platform, store, proxy)) {
            List<String> tasks = IntStream.range(0, REQUESTS)
                    .mapToObj("task-%02d"::formatted)
                    .toList();
            tasks.forEach(task -> platform.task(task, "pending", "SUCCESS"));
            proxy.swallow();
            long begin = System.nanoTime();
            List<Reply> replies =
                    tasks.stream().map(task -> service.delete(task, false)).toList();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(TIMEOUT, LIMIT);
            assertThat(replies)
                    .allMatch(reply -> "partial_failed".equals(reply.body().getString("status")));
            assertThat(replies).allMatch(reply -> reply.item(store).getBoolean("retriable"));
            assertThat(replies.get(REQUESTS - 1).item(store).getString("message"))
                    .contains("not answered lately");
            assertShown(service, store, true);
            proxy.heal();
            until(service::isUp);
            tasks.forEach(task -> assertThat(service.delete(task, false).body().getString("status"))
                    .isEqualTo("success"));
            assertThat(tasks).noneMatch(platform::holds);
            assertShown(service, store, false);
        }
    }

    private static void assertShown(TestingService service, String store, boolean resting) {
        Said ready = service.management("/health/ready");
        assertThat(ready.is(200, resting ? "DEGRADED" : "UP")).as(ready.body()).isTrue();
        assertThat(new JsonObject(ready.body())
                        .getJsonArray("stores").stream()
                                .map(JsonObject.class::cast)
                                .filter(state -> state.getString("resource").equals(store)))
                .singleElement()
                .satisfies(state -> assertThat(state.getBoolean("resting")).isEqualTo(resting));
        assertThat(service.metrics())
                .contains("tasksweep_store_resting{store=\"" + store + "\"} " + (resting ? "1.0" : "0.0"));
    }
}
