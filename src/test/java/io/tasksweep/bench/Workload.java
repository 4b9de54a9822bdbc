package io.tasksweep.bench;

import java.util.List;

/**
 * What is deleted in one sample, and which contestants delete it.
 *
 * @param id like {@code W1}; parts of a workload follow after a hyphen, and its sizes as {@code -16x} at the end
 * @param shape of each task
 * @param samples how many each contestant takes, in turn
 * @param peers measured besides the service
 */
record Workload(String id, String title, Shape shape, Crowd crowd, int samples, List<Peer> peers) {

    /**
     * Who is there.
     *
     * @param tasks that are deleted in one sample
     * @param clients that ask at once
     * @param otherKeys of other tasks in Redis
     * @param huge what the service deletes at the same time, after as many samples without it
     */
    record Crowd(int tasks, int clients, int otherKeys, Shape huge) {
        static final Crowd ALONE = new Crowd(1, 1, 0);

        /** With nothing huge beside them. */
        Crowd(int tasks, int clients, int otherKeys) {
            this(tasks, clients, otherKeys, Shape.NOTHING);
        }
    }

    /** Whether another client of Redis asks all the time how long it has to wait. */
    boolean pings() {
        return shape.equals(Shape.keys(shape.keys()));
    }

    /** What all of it is called on the command line. */
    String family() {
        return id.replaceFirst("-.*", "");
    }
}
