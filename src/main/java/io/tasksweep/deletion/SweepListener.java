package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskId;

/** Observes what the sweepers could not do, all of which is retried; never influences them, and never fails. */
public interface SweepListener {
    /** The list of open deletions could not be read. */
    void blind(Throwable cause);

    /** The list of open deletions was read. */
    void seeing();

    /** The left-overs of deletions could not be listed. */
    void leftoversUnknown(Throwable cause);

    /** The left-overs of deletions were listed. */
    void leftoversKnown();

    /** The task's deletion could not be resumed or did not end in time, or its left-overs could not be removed now. */
    void postponed(TaskId taskId, Throwable cause);

    /** A left-over of the task could not be removed. */
    void leftBehind(TaskId taskId, Failure why);
}
