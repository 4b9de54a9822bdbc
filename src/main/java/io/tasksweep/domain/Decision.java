package io.tasksweep.domain;

/**
 * What became of a request, or what was done without one: a word of the audit log, and a label of metrics, of which there may be few
 * only. Where a request was refused it is the code of the problem that was answered.
 */
public record Decision(String label) {
    public static final Decision CARRIED_OUT = new Decision("carried_out");

    /** Carried out by a deletion that ran already. */
    public static final Decision JOINED = new Decision("joined");

    /** The body never arrived whole. */
    public static final Decision ABORTED = new Decision("aborted");

    /** Without a request: a deletion was finished that had been cut off. */
    public static final Decision RECOVERED = new Decision("recovered");

    /** Without a request: a deletion got further that had left something outstanding. */
    public static final Decision RETRIED = new Decision("retried");

    /** Without a request: a second pass removed what was written late. */
    public static final Decision LATE_WRITES = new Decision("late_writes");

    /** Without a request: what a crash left in the quarantine is gone. */
    public static final Decision LEFTOVERS_REMOVED = new Decision("leftovers_removed");
}
