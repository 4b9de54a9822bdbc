package io.tasksweep.deletion;

/** A deletion is not resumed for some time, since what keeps it from that may last: it is not worth asking about every few seconds. */
final class PutOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PutOff(String why) {
        super(why, null, false, false);
    }
}
