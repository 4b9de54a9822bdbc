package io.tasksweep.bench;

import java.io.IOException;

/** One way to delete all data of tasks. */
interface Contestant {
    String name();

    /**
     * Returns when it says that all is gone; others look whether it is.
     *
     * @throws IllegalStateException if it says that it is not
     */
    void delete(Batch batch) throws IOException, InterruptedException;
}
