package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskState;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which task a request means: the one that was there when its state could first be read. A request that waits may outlive that task, and its
 * name may be another's by then. For one event loop.
 */
final class Meant {
    private Optional<Set<String>> createdAt = Optional.empty();

    /** Why the request must not go on with what is there now; empty if that is the task it means, or the first that it sees. */
    Optional<Refusal> objection(TaskEvidence known) {
        Optional<TaskState> state = known.registered().map(Registered::state).value();
        boolean another = state.flatMap(
                        now -> createdAt.map(times -> DeletionRules.isNewTask(withThoseOfReceipt(times, known), now)))
                .orElse(false);
        createdAt = createdAt.or(() -> state.map(now -> withThoseOfReceipt(now.createdAt(), known)));
        return another ? Optional.of(Refusals.NEW_TASK) : Optional.empty();
    }

    /** For a request that has seen no state itself: it means the same as the one that it has joined. */
    Meant or(Meant joined) {
        return createdAt.isPresent() ? this : joined;
    }

    /** What a receipt lists, somebody has asked to delete. */
    private static Set<String> withThoseOfReceipt(Set<String> times, TaskEvidence known) {
        Set<String> all = new TreeSet<>(times);
        known.knownReceipt().ifPresent(receipt -> all.addAll(receipt.createdAt()));
        return all;
    }
}
