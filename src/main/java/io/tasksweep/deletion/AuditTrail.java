package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.vertx.core.Future;

/** Keeps one entry for each request, refused ones too, and for each thing that is deleted without one. Never fails; an entry that cannot be written turns readiness red. */
public interface AuditTrail {
    void record(AuditEntry entry);

    /** Likewise, and says whether the entry is written: in good time, or false. Never fails. */
    default Future<Boolean> recorded(AuditEntry entry) {
        record(entry);
        return Future.succeededFuture(healthy());
    }

    /** Whether the last entry could be written. */
    boolean healthy();
}
