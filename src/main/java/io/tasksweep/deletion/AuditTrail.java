package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;

/** Keeps one entry for each request, refused ones too. Never fails; an entry that cannot be written turns readiness red. */
public interface AuditTrail {
    void record(AuditEntry entry);

    /** Whether the last entry could be written. */
    boolean healthy();
}
