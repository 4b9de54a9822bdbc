package io.tasksweep.store.minio;

import io.minio.MinioAsyncClient;
import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.BlockingCalls;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * A task's objects in one bucket of an S3 server. Servers without versions or without a list of uploads are served by
 * what they have. MinIO lists an upload only to who knows its whole key, so those of a task are not found there; it
 * drops them itself after a day.
 *
 * <p>Rights it needs on the bucket: ListBucket, ListBucketVersions, ListBucketMultipartUploads, DeleteObject,
 * DeleteObjectVersion, AbortMultipartUpload. A listing that is refused is a failure, since nobody knows then what is
 * there.
 */
public final class MinioStore implements ResourceStore, AutoCloseable {
    private final MinioSettings settings;
    private final BlockingCalls blocking;
    private final MinioAsyncClient client;

    /** Opens no connection yet. */
    public MinioStore(MinioSettings settings, BlockingCalls blocking) {
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
        return blocking.call(() -> look(taskId));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        return blocking.call(() -> remove(deletion));
    }

    @Override
    public Failure explain(Throwable cause) {
        return MinioFailures.explain(cause);
    }

    /** Whether nobody has answered: no server, no connection, no answer in time. */
    public static boolean isSilence(Throwable cause) {
        return MinioFailures.isSilence(cause);
    }

    /** Fails unless the bucket answers, with these keys; one request. */
    public Future<Void> check() {
        return blocking.<List<Entry>>call(() -> new Listing(within(oneRequest())::objects, "").first(1))
                .mapEmpty();
    }

    @Override
    public void close() {
        client.close();
    }

    private Evidence look(TaskId taskId) {
        Bucket bucket = within(oneRequest());
        return settings.prefixesOf(taskId).stream()
                .map(prefix -> new ObjectSweep(bucket, prefix).look())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(Evidence.NOTHING);
    }

    private Erased remove(Deletion deletion) {
        Bucket bucket = within(deletion.deadline());
        Counts gone = Counts.NONE;
        List<Failure> failures = new ArrayList<>();
        for (String prefix : settings.prefixesOf(deletion.taskId())) {
            Erased erased = new ObjectSweep(bucket, prefix).remove();
            gone = gone.plus(erased.gone());
            failures.addAll(erased.failures());
        }
        return new Erased(gone, failures);
    }

    private Bucket within(Deadline deadline) {
        return new Bucket(client, settings.bucket(), deadline);
    }

    private Deadline oneRequest() {
        return Deadline.in(settings.timeout(), System::nanoTime);
    }
}
