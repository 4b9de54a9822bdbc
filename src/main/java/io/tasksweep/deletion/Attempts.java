package io.tasksweep.deletion;

import io.tasksweep.domain.Receipt;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The attempts of one request to delete under a lease.
 *
 * @param left how many may still be begun, the present one included
 * @param ids the deletion ids of those before, whose intents may be there
 * @param cutOff what one of them may have replaced
 * @param meant the task that the request is about
 */
record Attempts(int left, Set<String> ids, Optional<Receipt> cutOff, Meant meant) {
    /** One whose answer this node missed because it stalled does not count. */
    private static final int MOST = 2;

    static Attempts first(Meant meant) {
        return new Attempts(MOST, Set.of(), Optional.empty(), meant);
    }

    /** Of the run that the present attempt makes. */
    Origin origin() {
        return Origin.request(ids, cutOff);
    }

    /** What is left after that run, whose intent may have been written. */
    Attempts after(Run run) {
        Stream<String> all =
                Stream.concat(ids.stream(), Stream.of(run.deletion().id()));
        return new Attempts(left - 1, all.collect(Collectors.toUnmodifiableSet()), cutOff.or(run::superseded), meant);
    }

    Attempts oneMore() {
        return new Attempts(left + 1, ids, cutOff, meant);
    }
}
