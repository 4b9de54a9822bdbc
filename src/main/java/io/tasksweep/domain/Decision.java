package io.tasksweep.domain;

/**
 * What became of a request, or what was done without one: a word in the audit log and a metric label, so there may be only a few. For a
 * refused request it is the code of the problem that was answered.
 */
public record Decision(String label) {
    public static final Decision CARRIED_OUT = new Decision("carried_out");

    /** Carried out by a deletion that was already running. */
    public static final Decision JOINED = new Decision("joined");

    /** The body never arrived completely. */
    public static final Decision ABORTED = new Decision("aborted");

    /**
     * Without a request of its own: a deletion that had been cut off was resumed to its end, or will not be, because a later request does its
     * work or the task is active again; the entry has no result then.
     */
    public static final Decision RECOVERED = new Decision("recovered");

    /** Without a request: a deletion that had left something outstanding made progress. */
    public static final Decision RETRIED = new Decision("retried");

    /** Without a request: a second pass removed what was written late. */
    public static final Decision LATE_WRITES = new Decision("late_writes");

    /** Without a request: left-overs of a crash were removed from the quarantine. */
    public static final Decision LEFTOVERS_REMOVED = new Decision("leftovers_removed");
}
