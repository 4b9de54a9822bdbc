package io.tasksweep.store;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;

/** A store that is called through its breaker. */
public record CircuitBreakerStore(ResourceStore store, StoreCircuit circuit) implements ResourceStore {
    @Override
    public ResourceKind kind() {
        return store.kind();
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        return circuit.ask(() -> store.survey(taskId));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        return circuit.work(() -> store.erase(deletion, found)).onSuccess(this::note);
    }

    private void note(Erased erased) {
        boolean asked = !erased.gone().isEmpty() || erased.left().isPresent();
        if (asked && erased.failures().isEmpty()) {
            circuit.answered();
        }
    }

    @Override
    public void release(Evidence found) {
        store.release(found);
    }

    /** Also requires that the store answers, as far as the breaker knows. */
    @Override
    public boolean isFree() {
        return store.isFree() && circuit.isAnswering();
    }

    @Override
    public Failure explain(Throwable cause) {
        return StoreCircuit.explain(cause, store::explain);
    }
}
