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

    /** Not before so much time has gone by. Does nothing if the entry has changed since: then somebody has seen to it. */
    Future<Void> postpone(Due due, Duration time);

    /** Nobody need look after it any more. Does nothing if the entry has changed since: then something new has begun. */
    Future<Void> close(Due due);
}
