package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why a run is made.
 *
 * @param resumed whether nobody waits for it: it goes on with a deletion of before
 * @param attempts the ids of the runs that the same request has begun before
 * @param cutOff the deletion that was cut off and whose intent one of those runs may have replaced
 * @param emptied the stores that the deletion of before has seen empty
 */
record Origin(boolean resumed, Set<String> attempts, Optional<Receipt> cutOff, Set<ResourceKind> emptied) {
    static final Origin SECOND_PASS = new Origin(true, Set.of(), Optional.empty(), Set.of());

    static Origin request(Set<String> attempts, Optional<Receipt> cutOff) {
        return new Origin(false, attempts, cutOff, Set.of());
    }

    static Origin resumption(Receipt receipt) {
        Set<ResourceKind> emptied = EnumSet.allOf(ResourceKind.class);
        emptied.removeAll(receipt.outstanding());
        return new Origin(true, Set.of(), Optional.empty(), emptied);
    }
}
