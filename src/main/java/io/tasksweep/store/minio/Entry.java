package io.tasksweep.store.minio;

import io.tasksweep.domain.Unit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One removable item of a listing: an object, a version, a delete marker or an incomplete upload.
 *
 * @param id the version or the upload; null for an object of a bucket without versions
 * @param unit OBJECTS if it was the current object of its key, VERSIONS if it was not, DELETE_MARKERS or UPLOADS
 * @param stamp differs once the key has been written again
 * @param written when the key was last written, in the listing's own text; null if this is not read from the listing
 */
record Entry(
        String key,
        @Nullable String id,
        Unit unit,
        long size,
        int stamp,
        @Nullable String written) {
    private static final String WITHOUT_VERSION = "null";

    static Entry of(XmlAnswer.Part part, Optional<String> encoding, @Nullable String id, Unit unit) {
        String written = required(part, "LastModified");
        int stamp = Objects.hash(part.value("ETag"), written);
        return new Entry(key(part, encoding), id, unit, size(part), stamp, written);
    }

    static Entry upload(XmlAnswer.Part part, Optional<String> encoding) {
        String id = required(part, "UploadId");
        return new Entry(key(part, encoding), id, Unit.UPLOADS, 0, 0, null);
    }

    private static String key(XmlAnswer.Part part, Optional<String> encoding) {
        return plain(required(part, "Key"), encoding);
    }

    private static String required(XmlAnswer.Part part, String value) {
        return part.value(value).orElseThrow(() -> SweepException.badAnswer("it lists an entry without its " + value));
    }

    /** The name itself, decoded if it came in URL form. */
    static String plain(String name, Optional<String> encoding) {
        boolean isUrl = encoding.filter(Bucket.URL::equals).isPresent();
        return isUrl ? URLDecoder.decode(name, StandardCharsets.UTF_8) : name;
    }

    private static long size(XmlAnswer.Part part) {
        try {
            return Math.max(0, Long.parseLong(part.value("Size").orElse("0")));
        } catch (NumberFormatException noNumber) {
            throw SweepException.badAnswer("it gives a size that is no number");
        }
    }

    /** When it was written, where the listing says so. */
    Optional<Instant> changed() {
        try {
            return Optional.ofNullable(written).map(Instant::parse);
        } catch (DateTimeParseException noTime) {
            throw SweepException.badAnswer("it gives a time that is none");
        }
    }

    /** Whether this is how a listing of versions shows an object that was written while the bucket had no versions. */
    boolean isWithoutVersion() {
        return WITHOUT_VERSION.equals(id) && unit == Unit.OBJECTS;
    }

    /** The same entry, counted as an older version of its key rather than the current object. */
    Entry older() {
        return unit == Unit.OBJECTS ? new Entry(key, id, Unit.VERSIONS, size, stamp, written) : this;
    }
}
