package io.tasksweep.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request, or one thing that a sweeper did by itself, as the audit log keeps it.
 *
 * @param taskId the task, or the text that was sent in its place where it was no valid name
 * @param force empty where the request was refused before it was read
 */
public record AuditEntry(
        String requestId,
        String actor,
        String taskId,
        Optional<Boolean> force,
        Decision decision,
        Optional<DeletionResult> result,
        Duration duration) {

    /** Whether safe mode could not be checked. */
    public boolean stateUnknown() {
        return result.map(DeletionResult::warnings).orElse(List.of()).stream()
                .anyMatch(warning -> warning.kind() == Warning.Kind.STATE_UNKNOWN);
    }
}
