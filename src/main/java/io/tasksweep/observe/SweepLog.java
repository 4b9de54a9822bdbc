package io.tasksweep.observe;

import io.tasksweep.deletion.SweepListener;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the sweepers could not do. An outage gets one line when it begins and one when it is over. */
public final class SweepLog implements SweepListener {
    private static final Logger LOG = LoggerFactory.getLogger(SweepLog.class);

    private boolean blind;
    private boolean leftoversUnknown;

    @Override
    public synchronized void blind(Throwable cause) {
        if (!blind) {
            LOG.warn(
                    "The list of unfinished deletions cannot be read: {}. It is tried again all the time.",
                    reason(cause));
        }
        blind = true;
    }

    @Override
    public synchronized void seeing() {
        if (blind) {
            LOG.info("The list of unfinished deletions can be read again");
        }
        blind = false;
    }

    @Override
    public synchronized void leftoversUnknown(Throwable cause) {
        if (!leftoversUnknown) {
            LOG.warn(
                    "The left-overs in .tasksweep cannot be listed: {}. It is tried again each minute.", reason(cause));
        }
        leftoversUnknown = true;
    }

    @Override
    public synchronized void leftoversKnown() {
        if (leftoversUnknown) {
            LOG.info("The left-overs in .tasksweep can be listed again");
        }
        leftoversUnknown = false;
    }

    @Override
    public void postponed(TaskId taskId, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("task_id", taskId.value())
                .log(
                        "What a deletion has left to do could not be taken up, and is tried again later: {}",
                        reason(cause));
    }

    @Override
    public void leftBehind(TaskId taskId, Failure why) {
        LOG.atWarn()
                .addKeyValue("task_id", taskId.value())
                .log("What a deletion had moved away is still there and is tried again later: {}", why.message());
    }

    /** No stack trace: the failures here are outages, which recur. */
    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message.replaceFirst("\\.$", "");
    }
}
