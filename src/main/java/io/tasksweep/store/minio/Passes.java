package io.tasksweep.store.minio;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.util.List;

/**
 * Adds up the passes over the same objects, and decides whether there is another. The last pass shows what is left: if it saw nothing,
 * it serves as the look after the removal, and nobody needs to look again.
 */
final class Passes {
    /** Enough for objects that are written meanwhile and for brief failures; the caller looks again and decides. */
    private static final int MOST = 5;

    private Counts gone;
    private Counts before = Counts.NONE;
    private Counts unanswered;
    private int count = 1;
    private Pass last;
    private boolean standsStill;

    Passes(Pass first) {
        gone = first.gone();
        unanswered = first.unanswered();
        last = first;
    }

    boolean goOn() {
        return count < MOST && !standsStill && last.isWorthAnother();
    }

    void add(Pass pass) {
        count++;
        standsStill = pass.sawTheSameAs(last) && !last.gone().isEmpty();
        if (standsStill) {
            gone = before;
        } else {
            before = gone;
            gone = gone.plus(pass.gone());
        }
        if (pass.sawNoneLeft()) {
            gone = gone.plus(unanswered);
        }
        unanswered = pass.unanswered();
        last = pass;
    }

    /** The sum of all passes, which says that nothing is left only if the last pass saw so. */
    Erased erased() {
        List<Failure> failures = last.failures().isEmpty() && standsStill ? List.of(ghosts()) : last.failures();
        Erased erased = new Erased(gone, failures);
        return last.sawNoneLeft() ? erased.leaving(Evidence.NOTHING) : erased;
    }

    private static Failure ghosts() {
        return new Failure(
                FailureCode.BAD_ANSWER,
                "The object store's answer makes no sense: it says that objects are removed, and lists them still.");
    }
}
