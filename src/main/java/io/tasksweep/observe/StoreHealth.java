package io.tasksweep.observe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks each store whether it answers, for no longer than a probe waits. A store that is down is reported, but is no reason to take
 * this service out of use too.
 */
public final class StoreHealth {
    /**
     * One store.
     *
     * @param check succeeds if the store answers
     * @param resting whether requests do not wait for the store at the moment
     */
    public record Watched(Supplier<Future<Void>> check, BooleanSupplier resting) {}

    private final Map<String, Watched> stores;
    private final Duration patience;

    /** @param stores by name, in the order of the report */
    public StoreHealth(Map<String, Watched> stores, Duration patience) {
        this.stores = stores;
        this.patience = patience;
    }

    /** Never fails. */
    public Future<JsonObject> report() {
        List<Future<JsonObject>> asked = stores.entrySet().stream()
                .map(store -> ask(store.getKey(), store.getValue()))
                .toList();
        return Future.join(asked).map(all -> {
            List<JsonObject> states = asked.stream().map(Future::result).toList();
            boolean up = states.stream().allMatch(state -> "UP".equals(state.getString("status")));
            return new JsonObject().put("status", up ? "UP" : "DEGRADED").put("stores", new JsonArray(states));
        });
    }

    private Future<JsonObject> ask(String name, Watched store) {
        long started = System.nanoTime();
        return store.check()
                .get()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .transform(answer -> Future.succeededFuture(new JsonObject()
                        .put("resource", name)
                        .put("status", answer.succeeded() ? "UP" : "DEGRADED")
                        .put("resting", store.resting().getAsBoolean())
                        .put("answer_ms", (System.nanoTime() - started) / 1_000_000)));
    }
}
