package io.tasksweep.store.minio;

import io.minio.messages.Item;
import io.minio.messages.ListMultipartUploadsResult;
import io.tasksweep.domain.Unit;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a listing shows and that can be removed.
 *
 * @param id the version or the upload; null for an object of a bucket without versions
 * @param unit OBJECTS if it was the current object of its key, VERSIONS if it was not, DELETE_MARKERS or UPLOADS
 * @param stamp a number that differs when the key was written again
 * @param changed when it was written, where the listing says so
 */
record Entry(
        String key,
        @Nullable String id,
        Unit unit,
        long size,
        int stamp,
        @Nullable Instant changed) {
    static Entry of(Item item, @Nullable String id, Unit unit) {
        ZonedDateTime written = item.lastModified();
        return new Entry(
                item.objectName(),
                id,
                unit,
                Math.max(0, item.size()),
                Objects.hash(item.etag(), written),
                written == null ? null : written.toInstant());
    }

    static Entry of(ListMultipartUploadsResult.Upload upload) {
        return new Entry(upload.objectName(), upload.uploadId(), Unit.UPLOADS, 0, 0, null);
    }

    /** Not the current one of its key, whatever the listing says. */
    Entry older() {
        return unit == Unit.OBJECTS ? new Entry(key, id, Unit.VERSIONS, size, stamp, changed) : this;
    }
}
