package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.vertx.core.Future;

/**
 * Keeps one entry for each request, refused ones too, and for each thing that is deleted without one. An entry that cannot be written
 * turns readiness red.
 */
public interface AuditTrail {
    /** Says whether the entry is written: true in good time, or false. Never fails. */
    Future<Boolean> record(AuditEntry entry);

    /** Whether the last entry could be written; where not, asking has that tried again. */
    boolean healthy();
}
