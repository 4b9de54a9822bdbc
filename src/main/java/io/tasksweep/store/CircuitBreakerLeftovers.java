package io.tasksweep.store;

import io.tasksweep.deletion.Leftovers;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.vertx.core.Future;
import java.util.List;

/** Left-overs whose store is called through its breaker. */
public record CircuitBreakerLeftovers(Leftovers leftovers, StoreCircuit circuit) implements Leftovers {
    @Override
    public Future<List<Leftover>> find() {
        return circuit.ask(leftovers::find);
    }

    @Override
    public Future<Erased> remove(Leftover leftover, Deadline deadline) {
        return circuit.work(() -> leftovers.remove(leftover, deadline));
    }
}
