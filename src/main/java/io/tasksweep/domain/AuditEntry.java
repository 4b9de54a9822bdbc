package io.tasksweep.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request, or one thing that a sweeper did by itself, as the audit log keeps it.
 *
 * @param taskId the task, or the text that was sent in its place where it was no valid name
 * @param force empty where the request was refused before it was read
 * @param decision {@code carried_out}, {@code joined}, {@code aborted} where the body never arrived whole,
 *     or the code of the problem that was answered; without a request {@code recovered}, {@code retried}, {@code late_writes},
 *     {@code leftovers_removed}
 */
public record AuditEntry(
        String requestId,
        String actor,
        String taskId,
        Optional<Boolean> force,
        String decision,
        Optional<DeletionResult> result,
        Duration duration) {

    /** Whether safe mode could not be checked. */
    public boolean stateUnknown() {
        return result.map(DeletionResult::warnings).orElse(List.of()).stream()
                .anyMatch(warning -> warning.kind() == Warning.Kind.STATE_UNKNOWN);
    }
}
