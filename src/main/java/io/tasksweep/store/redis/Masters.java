package io.tasksweep.store.redis;

import io.vertx.core.Future;
import java.util.function.Function;

/** The servers that together hold all keys. */
interface Masters {
    /**
     * Runs the search on each server. Fails unless the search is certain to have met every key: a replica's view may be old, and a
     * cluster's keys may be moving. Then a key that was not found is not necessarily gone.
     *
     * @param search may be called more than once for the same server
     */
    Future<Void> search(Function<Line, Future<Void>> search);

    Future<Void> close();
}
