package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Receipt;

/** Records deletions that were cut off and that no sweeper will resume: a crash may have lost their own entries. */
public final class CutOffDeletions implements DeletionListener {
    private final AuditTrail audit;

    public CutOffDeletions(AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    public void superseded(Receipt cutOff) {
        audit.record(AuditEntry.cutOff(cutOff));
    }
}
