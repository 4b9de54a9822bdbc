package io.tasksweep.store.redis;

import io.tasksweep.domain.DeletionResult;

/** How a result is written into a receipt: in the service's one JSON form, passed in since adapters do not see it. */
public interface ResultFormat {
    /** The text that {@link #read} takes. */
    String write(DeletionResult result);

    /** @throws RuntimeException if the text is not a result */
    DeletionResult read(String text);
}
