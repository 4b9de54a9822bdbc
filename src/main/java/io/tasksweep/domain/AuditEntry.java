package io.tasksweep.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request, or one thing that a sweeper did without a request, as the audit log keeps it.
 *
 * @param taskId the task, or the text sent in its place if that was no valid name
 * @param force empty if the request was refused before it was read, and for left-overs that a sweeper removed
 */
public record AuditEntry(
        String requestId,
        String actor,
        String taskId,
        Optional<Boolean> force,
        Decision decision,
        Optional<DeletionResult> result,
        Duration duration) {

    /**
     * What was done without a request about the deletion that a receipt tells of.
     *
     * @param result empty if nothing was deleted
     */
    public static AuditEntry unasked(
            String requestId, Receipt receipt, Decision decision, Optional<DeletionResult> result) {
        return new AuditEntry(
                requestId,
                receipt.actor(),
                receipt.taskId().value(),
                Optional.of(result.map(DeletionResult::force).orElse(receipt.force())),
                decision,
                result,
                result.map(DeletionResult::duration).orElse(Duration.ZERO));
    }

    /** A deletion that was cut off and will not be resumed. */
    public static AuditEntry cutOff(Receipt receipt) {
        return unasked(receipt.resumption().requestId(), receipt, Decision.RECOVERED, Optional.empty());
    }

    /** Whether safe mode could not be checked. */
    public boolean stateUnknown() {
        return result.map(DeletionResult::warnings).orElse(List.of()).stream()
                .anyMatch(warning -> warning.kind() == Warning.Kind.STATE_UNKNOWN);
    }
}
