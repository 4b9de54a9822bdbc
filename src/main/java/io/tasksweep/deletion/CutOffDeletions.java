package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.Receipt;
import java.util.Optional;

/** Records deletions that were cut off and that no sweeper will resume: a crash may have lost their own entries. */
public final class CutOffDeletions implements DeletionListener {
    private final AuditTrail audit;

    public CutOffDeletions(AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    public void superseded(Receipt cutOff) {
        audit.record(AuditEntry.unasked(cutOff.resumption().requestId(), cutOff, Decision.RECOVERED, Optional.empty()));
    }
}
