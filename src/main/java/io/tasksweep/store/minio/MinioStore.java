package io.tasksweep.store.minio;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.BlockingCalls;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A task's objects in one bucket of an S3 server. If a server cannot list versions or uploads, the store works with what the server
 * has, and the log says what is missing. MinIO lists an upload only to a caller that knows its whole key, so a task's uploads are not
 * found there; MinIO drops them itself after a day.
 *
 * <p>Rights it needs on the bucket: ListBucket, ListBucketVersions, ListBucketMultipartUploads, DeleteObject,
 * DeleteObjectVersion, AbortMultipartUpload. A refused listing is a failure, since it leaves unknown what is there.
 */
public final class MinioStore implements ResourceStore, AutoCloseable {
    private final MinioSettings settings;
    private final BlockingCalls blocking;
    private final S3Client client;
    private final Duration quietPeriod;
    private final Duration patience;
    private final MissingListings missing = new MissingListings();

    /**
     * Opens no connection yet.
     *
     * @param quietPeriod a look reports whether an object has changed within this period; zero if ages do not matter
     * @param patience how long a look may read ages; well below the time that callers wait for the look
     */
    public MinioStore(MinioSettings settings, BlockingCalls blocking, Duration quietPeriod, Duration patience) {
        this.patience = patience;
        this.quietPeriod = quietPeriod;
        this.settings = settings;
        this.blocking = blocking;
        this.client = MinioClients.open(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.MINIO;
    }

    /** Takes no longer than one request may. */
    @Override
    public Future<Evidence> survey(TaskId taskId) {
        return blocking.ask(() -> look(taskId));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        return blocking.call(() -> remove(deletion));
    }

    @Override
    public boolean isFree() {
        return blocking.hasRoom();
    }

    @Override
    public Failure explain(Throwable cause) {
        return MinioFailures.explain(cause);
    }

    /** Whether there was no answer at all: no server, no connection, or no answer in time. */
    public static boolean isSilence(Throwable cause) {
        return MinioFailures.isSilence(cause);
    }

    /** Fails unless the bucket answers a listing signed with the configured access key; one request. */
    public Future<Void> check() {
        return blocking.ask(
                        () -> Listing.ask(within(oneRequest())::objects, "", 1).first())
                .mapEmpty();
    }

    @Override
    public void close() {
        client.close();
    }

    private Evidence look(TaskId taskId) {
        Bucket bucket = within(oneRequest());
        Deadline ages = Deadline.in(patience, System::nanoTime);
        Stream<Evidence> found = settings.prefixesOf(taskId).stream()
                .map(prefix -> look(new ObjectSweep(bucket, prefix, missing), ages))
                .filter(evidence -> !evidence.isEmpty());
        return (quietPeriod.isZero() ? found.findFirst() : found.reduce(MinioStore::younger)).orElse(Evidence.NOTHING);
    }

    /** @param ages the deadline for reading ages, shared by all prefixes */
    private Evidence look(ObjectSweep sweep, Deadline ages) {
        Evidence found = sweep.look();
        return found.isEmpty() || quietPeriod.isZero()
                ? found
                : found.changedAt(sweep.newest(Instant.now().minus(quietPeriod), ages));
    }

    private static Evidence younger(Evidence one, Evidence other) {
        Instant first = one.changed().orElse(Instant.MIN);
        return other.changed().orElse(Instant.MIN).isAfter(first) ? other : one;
    }

    /**
     * Says that nothing is left only if there is a single prefix: with several, something new may have appeared under the first while
     * the last was emptied.
     */
    private Erased remove(Deletion deletion) {
        Bucket bucket = within(deletion.deadline());
        return settings.prefixesOf(deletion.taskId()).stream()
                .map(prefix -> new ObjectSweep(bucket, prefix, missing).remove())
                .reduce(MinioStore::both)
                .orElse(Erased.NOTHING);
    }

    private static Erased both(Erased one, Erased other) {
        List<Failure> failures = Stream.concat(one.failures().stream(), other.failures().stream())
                .toList();
        return new Erased(one.gone().plus(other.gone()), failures);
    }

    private Bucket within(Deadline deadline) {
        return new Bucket(client, settings.bucket(), deadline);
    }

    private Deadline oneRequest() {
        return Deadline.in(settings.timeout(), System::nanoTime);
    }
}
