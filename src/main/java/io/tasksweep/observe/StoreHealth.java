package io.tasksweep.observe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks each store whether it answers, for as long as a probe waits. A store that is out is no reason to be taken out too. */
public final class StoreHealth {
    private final Map<String, Supplier<Future<Void>>> checks;
    private final Duration patience;

    /** @param checks by the store's name, in the order to be shown */
    public StoreHealth(Map<String, Supplier<Future<Void>>> checks, Duration patience) {
        this.checks = checks;
        this.patience = patience;
    }

    /** Never fails. */
    public Future<JsonObject> report() {
        List<Future<JsonObject>> asked = checks.entrySet().stream()
                .map(check -> ask(check.getKey(), check.getValue()))
                .toList();
        return Future.join(asked).map(all -> {
            List<JsonObject> stores = asked.stream().map(Future::result).toList();
            boolean up = stores.stream().allMatch(store -> "UP".equals(store.getString("status")));
            return new JsonObject().put("status", up ? "UP" : "DEGRADED").put("stores", new JsonArray(stores));
        });
    }

    private Future<JsonObject> ask(String name, Supplier<Future<Void>> check) {
        long started = System.nanoTime();
        return check.get()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .transform(answer -> Future.succeededFuture(new JsonObject()
                        .put("resource", name)
                        .put("status", answer.succeeded() ? "UP" : "DEGRADED")
                        .put("answer_ms", (System.nanoTime() - started) / 1_000_000)));
    }
}
