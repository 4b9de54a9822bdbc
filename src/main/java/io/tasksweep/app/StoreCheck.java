package io.tasksweep.app;

import io.tasksweep.store.StoreCircuit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code --check}: contacts each store once and prints one line for each, without addresses or secrets. */
final class StoreCheck {
    private StoreCheck() {}

    /** @return 0 if every store answered, else 1 */
    static int run(Settings settings, PrintStream out) {
        Vertx vertx = Vertx.vertx();
        Stores stores = Stores.open(vertx, settings, new VertxClock(vertx));
        int failed = 0;
        try {
            out.println("configuration: ok");
            for (Map.Entry<String, StoreCircuit> store : stores.breakers().entrySet()) {
                String failure = outcome(stores, store, settings);
                out.println(store.getKey() + ": " + (failure.isEmpty() ? "ok" : failure));
                failed += failure.isEmpty() ? 0 : 1;
            }
        } finally {
            stores.close().await();
            vertx.close().await();
        }
        return failed == 0 ? 0 : 1;
    }

    private static String outcome(Stores stores, Map.Entry<String, StoreCircuit> store, Settings settings) {
        long millis = settings.redis().timeout().toMillis();
        return store.getValue()
                .check()
                .timeout(millis, TimeUnit.MILLISECONDS)
                .transform(answer -> Future.succeededFuture(
                        answer.succeeded()
                                ? ""
                                : stores.explain(store.getKey(), answer.cause()).message()))
                .await();
    }
}
