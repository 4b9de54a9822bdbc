package io.tasksweep.deletion;

import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskId;

/** Hears what the sweepers could not do, all of which is tried again; never steers it, and never fails. */
public interface SweepListener {
    /** It cannot be known which deletions are unfinished. */
    void blind(Throwable cause);

    /** It is known. */
    void seeing();

    /** It cannot be known what deletions have moved away and not deleted. */
    void leftoversUnknown(Throwable cause);

    /** It is known. */
    void leftoversKnown();

    /** One unfinished deletion could not be taken up, or did not end in time. */
    void postponed(TaskId taskId, Throwable cause);

    /** Something that a deletion had moved away of the task will not go. */
    void leftBehind(TaskId taskId, Failure why);
}
