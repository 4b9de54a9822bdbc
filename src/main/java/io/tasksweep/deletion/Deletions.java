package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.vertx.core.Future;

/** Deletes all data of one task. */
public interface Deletions {
    /**
     * Carries the request out, or says why not. May be repeated at any time. A store's outage is a failed outcome in the
     * result, never a failed future: that would be a bug, or an answer that did not arrive.
     */
    Future<DeletionVerdict> delete(DeletionRequest request);
}
