package io.tasksweep.app;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.store.StoreCircuit;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code --check}: contacts each store once and prints one line for each, without addresses or secrets. */
final class StoreCheck {
    private StoreCheck() {}

    /** @return 0 if every store answered, else 1 */
    static int run(Settings settings, PrintStream out) {
        Vertx vertx = Vertx.vertx();
        Stores stores = Stores.open(vertx, settings, new VertxClock(vertx));
        Duration limit = settings.redis().timeout();
        boolean allAnswer = true;
        try {
            out.println("configuration: ok");
            for (Map.Entry<ResourceKind, StoreCircuit> store : stores.circuits().entrySet()) {
                ResourceKind kind = store.getKey();
                Optional<Failure> failure =
                        failureOf(store.getValue(), limit).map(cause -> stores.explain(kind, cause));
                out.println(kind.label() + ": " + failure.map(Failure::message).orElse("ok"));
                allAnswer &= failure.isEmpty();
            }
        } finally {
            stores.close().await();
            vertx.close().await();
        }
        return allAnswer ? 0 : 1;
    }

    private static Optional<Throwable> failureOf(StoreCircuit store, Duration limit) {
        return store.check()
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .map(answer -> Optional.<Throwable>empty())
                .otherwise(Optional::of)
                .await();
    }
}
