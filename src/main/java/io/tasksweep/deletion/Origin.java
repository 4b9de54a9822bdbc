package io.tasksweep.deletion;

import java.util.Set;

/**
 * Why a run is made.
 *
 * @param resumed whether nobody waits for it: it goes on with a deletion of before
 * @param attempts the ids of the runs that the same request has begun before
 */
record Origin(boolean resumed, Set<String> attempts) {
    static final Origin RESUMED = new Origin(true, Set.of());
}
