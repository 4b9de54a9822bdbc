package io.tasksweep.deletion;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Refusal;
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
    private Set<String> seen = Set.of();

    /**
     * Why the request must not go on with what is there now; empty if that is the task it means, or the first that it sees. A state that
     * could be read before, but cannot be now, may be another task's.
     */
    Optional<Refusal> objection(DeletionRequest request, TaskEvidence known) {
        Optional<Set<String>> before = createdAt;
        known.registered().value().ifPresent(found -> note(found.state(), known));
        return before.flatMap(times -> known.registered()
                .fold(
                        found -> DeletionRules.isNewTask(besides(times, request, known), found.state())
                                ? Optional.of(Refusals.NEW_TASK)
                                : Optional.empty(),
                        why -> Optional.of(DeletionRules.mayBeNew(request, why))));
    }

    /** The state of the task, if it is the first that could be read. */
    void note(TaskState state, TaskEvidence known) {
        if (createdAt.isEmpty()) {
            Set<String> times = new TreeSet<>(state.createdAt());
            known.knownReceipt().ifPresent(receipt -> times.addAll(receipt.createdAt()));
            createdAt = Optional.of(times);
            seen = state.createdAt();
        }
    }

    /** Whether that request has seen a task that this one is known not to mean. What only a receipt lists is none that is there. */
    boolean excludes(Meant other) {
        return createdAt.filter(times -> !times.containsAll(other.seen)).isPresent();
    }

    /** For a request that has seen no state itself: it means the same as the one that it has joined. */
    Meant or(Meant joined) {
        return createdAt.isPresent() ? this : joined;
    }

    /** What a receipt lists, somebody has asked to delete, though perhaps not by force. */
    private static Set<String> besides(Set<String> times, DeletionRequest request, TaskEvidence known) {
        Set<String> all = new TreeSet<>(times);
        known.knownReceipt()
                .filter(receipt -> receipt.force() || !request.force())
                .ifPresent(receipt -> all.addAll(receipt.createdAt()));
        return all;
    }
}
