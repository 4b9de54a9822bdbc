package io.tasksweep.store.minio;

import io.tasksweep.domain.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether this bucket's listing of versions is known to show what has no version too, under the name {@code null}, so that the plain
 * listing says nothing new. Amazon's, MinIO's and Ceph's do; whether this one does is seen of its own objects, and believed for a minute,
 * since another server may stand behind the address by then. May be used from any thread.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html">ListObjectVersions</a>
 */
final class Coverage {
    static final Duration BELIEVED = Duration.ofMinutes(1);

    private static final String WITHOUT_VERSION = "null";

    private record Seen(boolean shown, Deadline until) {}

    private final LongSupplier nanoTime;
    private volatile Seen seen;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Coverage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.seen = new Seen(false, Deadline.in(Duration.ZERO, nanoTime));
    }

    boolean isKnown() {
        Seen last = seen;
        return last.shown() && !last.until().passed();
    }

    /** Whether it is worth asking for both listings at the same time, to {@link #compare} them. */
    boolean isDue() {
        return seen.until().passed();
    }

    /** Learns from the first pages of both. An object that has a version says nothing of those that have none. */
    void compare(List<Entry> versions, List<Entry> objects) {
        if (!objects.isEmpty()) {
            String key = objects.get(0).key();
            boolean shown = versions.stream()
                    .anyMatch(version -> version.key().equals(key) && WITHOUT_VERSION.equals(version.id()));
            seen = new Seen(shown, Deadline.in(BELIEVED, nanoTime));
        }
    }
}
