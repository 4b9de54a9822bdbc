package io.tasksweep.deletion;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The tasks that a sweeper must take up again: crashed or incomplete deletions, and those with second passes to come. Times are measured
 * by the clock of the store that keeps the list, so nodes whose clocks differ agree. An outage fails the future.
 */
public interface OpenDeletions {
    /** One entry of the list; postponing a task gives its entry another mark. */
    record Due(TaskId taskId, String mark) {}

    /** Tasks that are due, longest overdue first; only some of them if there are many. */
    Future<List<Due>> due();

    /** Makes the task due again only after the given time. Does nothing if the entry has changed since: somebody has handled it. */
    Future<Void> postpone(Due due, Duration time);

    /** Removes the entry: nothing is left to do. Does nothing if the entry has changed since: something new has begun. */
    Future<Void> close(Due due);
}
