package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskEvidence;
import io.vertx.core.Future;
import java.util.Optional;

/** Reads the state again under the lease. */
public final class SecondLook {
    private final TaskRegistry registry;

    public SecondLook(TaskRegistry registry) {
        this.registry = registry;
    }

    /**
     * Why safe mode must not go on after all. A state that cannot be read now was read a moment ago: that look stands, and its
     * warnings and the stores' outcomes say what is missing.
     */
    Future<Optional<Refusal>> at(DeletionRequest request, TaskEvidence known) {
        Optional<Registered> found = known.registered().value();
        if (request.force() || found.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return registry.lookAgain(request.taskId(), found.get().keys())
                .map(DeletionRules::active)
                .otherwise(Optional.empty());
    }
}
