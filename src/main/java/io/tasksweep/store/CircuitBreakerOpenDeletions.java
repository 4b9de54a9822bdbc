package io.tasksweep.store;

import io.tasksweep.deletion.OpenDeletions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The list of open deletions, read through its store's breaker; this is how the sweeper finds out that a store is back. */
public record CircuitBreakerOpenDeletions(OpenDeletions open, StoreCircuit circuit) implements OpenDeletions {
    @Override
    public Future<List<Due>> due() {
        return circuit.ask(open::due);
    }

    @Override
    public Future<Void> postpone(Due due, Duration time) {
        return circuit.ask(() -> open.postpone(due, time));
    }

    @Override
    public Future<Void> close(Due due) {
        return circuit.ask(() -> open.close(due));
    }
}
