package io.tasksweep.store;

import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** The list of open deletions, asked for through its store's breaker: the sweeper finds out that a store is back. */
public record SparedOpenDeletions(OpenDeletions open, StoreBreaker breaker) implements OpenDeletions {
    @Override
    public Future<List<TaskId>> due(Instant now) {
        return breaker.ask(() -> open.due(now));
    }

    @Override
    public Future<Void> postpone(TaskId taskId, Instant until) {
        return breaker.ask(() -> open.postpone(taskId, until));
    }

    @Override
    public Future<Void> close(TaskId taskId) {
        return breaker.ask(() -> open.close(taskId));
    }
}
