package io.tasksweep.store.redis;

import io.vertx.core.Future;
import java.util.function.Function;

/** The servers that hold all the keys between them. */
interface Masters {
    /**
     * Has each of them searched. Fails if it cannot be known that the search has met every key there is, since a replica's view may be
     * old and a cluster's keys may be on the move: then what was not found is not gone.
     *
     * @param search may be asked for the same server more than once
     */
    Future<Void> search(Function<Line, Future<Void>> search);

    Future<Void> close();
}
