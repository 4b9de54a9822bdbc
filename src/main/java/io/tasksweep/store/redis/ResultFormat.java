package io.tasksweep.store.redis;

import io.tasksweep.domain.DeletionResult;

/** How a result is written into a receipt: the one JSON form, given from outside since adapters do not see it. */
public interface ResultFormat {
    String write(DeletionResult result);

    /** @throws RuntimeException if the text is no result */
    DeletionResult read(String text);
}
