package io.tasksweep.observe;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.observe.StoreHealth.Watched;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Watched FINE = new Watched(Future::succeededFuture, () -> false);
    private static final Watched REFUSING = new Watched(() -> Future.failedFuture("no"), () -> true);
    private static final Watched SILENT =
            new Watched(() -> Promise.<Void>promise().future(), () -> false);

    private static JsonObject report(Watched first, Watched second) {
        Map<String, Watched> stores = new LinkedHashMap<>();
        stores.put("first", first);
        stores.put("second", second);
        return await(new StoreHealth(stores, PATIENCE).report());
    }

    private static List<String> states(JsonObject report) {
        return report.getJsonArray("stores").stream()
                .map(JsonObject.class::cast)
                .map(store -> store.getString("resource") + " " + store.getString("status"))
                .toList();
    }

    @Test
    void itIsUpIfEachStoreAnswers() {
        JsonObject report = report(FINE, FINE);
        assertThat(report.getString("status")).isEqualTo("UP");
        assertThat(states(report)).containsExactly("first UP", "second UP");
    }

    @Test
    void aStoreThatNeverAnswersHoldsUpNoProbe() {
        JsonObject report = report(SILENT, FINE);
        assertThat(report.getString("status")).isEqualTo("DEGRADED");
        assertThat(states(report)).containsExactly("first DEGRADED", "second UP");
        assertThat(report.getJsonArray("stores").getJsonObject(0).getLong("answer_ms"))
                .isBetween(PATIENCE.toMillis() - 1, PATIENCE.toMillis() + 5_000);
    }

    @Test
    void aStoreThatSaysNoIsOutWhetherOrNotRequestsWaitForIt() {
        JsonObject report = report(FINE, REFUSING);
        assertThat(report.getString("status")).isEqualTo("DEGRADED");
        assertThat(states(report)).containsExactly("first UP", "second DEGRADED");
        assertThat(report.getJsonArray("stores").getJsonObject(1).getBoolean("resting"))
                .isTrue();
    }
}
