package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import java.util.Optional;
import java.util.Set;

/**
 * Why a run is made.
 *
 * @param resumed whether nobody waits for it: it goes on with a deletion of before
 * @param attempts the ids of the runs that the same request has begun before
 * @param cutOff the deletion that was cut off and whose intent one of those runs may have replaced
 */
record Origin(boolean resumed, Set<String> attempts, Optional<Receipt> cutOff) {
    static final Origin RESUMED = new Origin(true, Set.of(), Optional.empty());
}
