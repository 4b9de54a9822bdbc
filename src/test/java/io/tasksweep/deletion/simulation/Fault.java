package io.tasksweep.deletion.simulation;

/** What can go wrong with one operation of a store. */
enum Fault {
    NONE,
    /** It fails, and nothing was done. */
    FAILS,
    /** It is done, and fails. */
    FAILS_AFTERWARDS,
    /** Half of it is done, and it fails. */
    HALF,
    /** Half of it is done, and it says so. */
    PARTIAL,
    /** Half of it is done, and it says that all is. */
    FORGETS,
    /** Nothing is done, and no answer ever comes. */
    HANGS,
    /** It is done, and no answer ever comes. */
    HANGS_AFTERWARDS,
    /** It is done much later. */
    LATE,
    /** It is done at once, and the answer comes much later. */
    LATE_ANSWER;

    boolean isHalf() {
        return this == HALF || this == PARTIAL || this == FORGETS;
    }

    boolean isDone() {
        return this != FAILS && this != HANGS;
    }

    boolean isFailure() {
        return this == FAILS || this == FAILS_AFTERWARDS || this == HALF;
    }

    boolean isSilent() {
        return this == HANGS || this == HANGS_AFTERWARDS;
    }
}
