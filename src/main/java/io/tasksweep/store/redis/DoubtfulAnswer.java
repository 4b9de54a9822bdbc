package io.tasksweep.store.redis;

import io.tasksweep.domain.Failure;

/**
 * Redis has reported no error, but what it says cannot be relied on. The meaning is known where that is seen, so that nobody has to guess it
 * from the text later. No stack trace: this is an answer, not a bug.
 */
final class DoubtfulAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** @param why not shown to callers */
    DoubtfulAnswer(Failure failure, String why) {
        super(why, null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
