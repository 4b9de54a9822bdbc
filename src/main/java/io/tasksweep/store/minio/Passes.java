package io.tasksweep.store.minio;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up passes over the same objects, and decides whether there is to be another. What the last one says is how it
 * stands.
 */
final class Passes {
    /** Enough for what is written meanwhile or fails for a moment; the caller looks again and decides. */
    private static final int MOST = 5;

    private Counts gone = Counts.NONE;
    private Counts before = Counts.NONE;
    private Counts unanswered = Counts.NONE;
    private int count;
    private @Nullable Pass last;
    private boolean standsStill;

    boolean goOn() {
        return last == null || (count < MOST && !standsStill && last.isWorthAnother());
    }

    void add(Pass pass) {
        count++;
        standsStill = last != null && pass.sawTheSameAs(last) && !last.gone().isEmpty();
        if (standsStill) {
            gone = before;
        } else {
            before = gone;
            gone = gone.plus(pass.gone());
        }
        if (pass.sawNothing() && !pass.hasFailed()) {
            gone = gone.plus(unanswered);
        }
        unanswered = pass.unanswered();
        last = pass;
    }

    Erased erased() {
        if (last == null) {
            return Erased.NOTHING;
        }
        return new Erased(gone, last.failures().isEmpty() && standsStill ? List.of(ghosts()) : last.failures());
    }

    private static Failure ghosts() {
        return new Failure(
                FailureCode.BAD_ANSWER,
                "The object store's answer makes no sense: it says that objects are removed, and lists them still.");
    }
}
