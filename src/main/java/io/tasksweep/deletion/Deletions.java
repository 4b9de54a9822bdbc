package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.vertx.core.Future;

/** Deletes all data of one task. */
public interface Deletions {
    /**
     * Carries out the request, or returns why not. May be repeated at any time. A store outage is a failed outcome in the result, never a
     * failed future: a failed future means a bug, or an answer that did not arrive.
     */
    Future<DeletionVerdict> delete(DeletionRequest request);
}
