package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.vertx.core.Future;

/**
 * Keeps one entry for each request, including refused ones, and for each deletion made without a request. An entry that cannot be
 * written turns readiness red.
 */
public interface AuditTrail {
    /** Returns whether the entry was written; false if that took too long. Never fails. */
    Future<Boolean> record(AuditEntry entry);

    /** Whether the last entry could be written. If not, asking also has writing tried again. */
    boolean healthy();
}
