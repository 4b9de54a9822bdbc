package io.tasksweep.deletion;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The tasks that somebody must look after again: crashed or incomplete deletions, and those with second passes to come. Times are
 * told by the clock of whoever keeps the list, so that nodes whose clocks differ agree.
 */
public interface OpenDeletions {
    /** One entry of the list; a task that was put off meanwhile has another one. */
    record Due(TaskId taskId, String mark) {}

    /** Tasks that are due, the longest first; some of them if there are many. */
    Future<List<Due>> due();

    /** Puts the task on the list, or off if it is there: not before so much time has gone by. */
    Future<Due> postpone(TaskId taskId, Duration time);

    /** Nobody need look after it any more. Does nothing if the task was put off since: then somebody has begun something new. */
    Future<Void> close(Due due);
}
