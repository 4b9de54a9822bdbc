package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The attempts of one request to delete under a lease.
 *
 * @param left how many may still be begun, the present one included
 * @param ids the deletion ids of those before, whose intents may be there
 * @param cutOff what one of them may have replaced
 * @param meant the creation times of the task that the request is about, as the first look that could read its state saw it
 */
record Attempts(int left, Set<String> ids, Optional<Receipt> cutOff, Optional<Set<String>> meant) {
    /** One whose answer this node missed because it stalled does not count. */
    private static final int MOST = 2;

    static Attempts first() {
        return new Attempts(MOST, Set.of(), Optional.empty(), Optional.empty());
    }

    /** Of the run that the present attempt makes. */
    Origin origin() {
        return Origin.request(ids, cutOff);
    }

    /** What is left after that run, whose intent may have been written. */
    Attempts after(Run run) {
        Stream<String> all =
                Stream.concat(ids.stream(), Stream.of(run.deletion().id()));
        return new Attempts(
                left - 1,
                all.collect(Collectors.toUnmodifiableSet()),
                cutOff.or(run::superseded),
                meant.or(() -> creationTimes(run.known())));
    }

    /** After that run has found another owner: it has written nothing. */
    Attempts having(Run run) {
        return new Attempts(left, ids, cutOff, meant.or(() -> creationTimes(run.known())));
    }

    Attempts oneMore() {
        return new Attempts(left + 1, ids, cutOff, meant);
    }

    /** Whether another task has the name by now: one that was submitted while the request waited was not meant by it. */
    boolean isNewTask(TaskEvidence known) {
        return state(known)
                .flatMap(now -> meant.map(times -> DeletionRules.isNewTask(withThoseOfReceipt(times, known), now)))
                .orElse(false);
    }

    private static Optional<Set<String>> creationTimes(TaskEvidence known) {
        return state(known).map(now -> withThoseOfReceipt(now.createdAt(), known));
    }

    private static Optional<TaskState> state(TaskEvidence known) {
        return known.registered().map(Registered::state).value();
    }

    /** What a receipt lists, somebody has asked to delete. */
    private static Set<String> withThoseOfReceipt(Set<String> times, TaskEvidence known) {
        Set<String> all = new TreeSet<>(times);
        known.knownReceipt().ifPresent(receipt -> all.addAll(receipt.createdAt()));
        return all;
    }
}
