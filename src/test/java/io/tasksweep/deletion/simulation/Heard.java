package io.tasksweep.deletion.simulation;

/**
 * An answer to a question about the state, with which somebody went on.
 *
 * @param asked when it was asked
 * @param read when the state was as it says
 * @param arrived when it was heard
 * @param latest the latest task whose state it has; 0 if there was none
 */
record Heard(long asked, long read, long arrived, int latest) {
    static final Heard NOTHING = new Heard(-1, -1, -1, 0);

    /** The same after a further answer. */
    Heard and(Heard further) {
        return new Heard(Math.max(asked, further.asked), Math.max(read, further.read), further.arrived, further.latest);
    }
}
