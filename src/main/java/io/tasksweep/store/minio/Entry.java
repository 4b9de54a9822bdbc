package io.tasksweep.store.minio;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a listing shows and that can be removed.
 *
 * @param id the version or the upload; null for an object of a bucket without versions
 * @param unit OBJECTS if it was the current object of its key, VERSIONS if it was not, DELETE_MARKERS or UPLOADS
 */
record Entry(String key, @Nullable String id, Unit unit, long size) {
    Counts counts() {
        return Counts.of(unit, 1).plus(Counts.of(Unit.BYTES, size));
    }

    /** Not the current one of its key, whatever the listing says. */
    Entry older() {
        return unit == Unit.OBJECTS ? new Entry(key, id, Unit.VERSIONS, size) : this;
    }
}
