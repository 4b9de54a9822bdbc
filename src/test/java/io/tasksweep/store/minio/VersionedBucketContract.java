package io.tasksweep.store.minio;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract on a server that has versions and lists uploads, in a bucket that each test has to itself. Every task has current
 * objects, older versions, delete markers and an open upload.
 */
abstract class VersionedBucketContract extends ResourceStoreContract {
    NamedS3 s3;
    String bucket;
    MinioStore store;
    TestingMinioStores stores;

    /** A client of the server; it is closed after the test. */
    abstract NamedS3 server();

    @BeforeEach
    void open() {
        s3 = server();
        stores = new TestingMinioStores();
        use(s3.versionedBucket());
    }

    @AfterEach
    void close() {
        store.close();
        stores.close();
        s3.close();
    }

    /** From now on, the tasks and the store are in that bucket. */
    final void use(String next) {
        bucket = next;
        store = stores.open(s3.settings(bucket));
    }

    @Override
    protected ResourceStore store() {
        return store;
    }

    @Override
    protected void seed(TaskId taskId) {
        s3.put(bucket, taskId + "/input.mp4", "content");
        s3.put(bucket, taskId + "/frames/1.jpg", "first");
        s3.put(bucket, taskId + "/frames/1.jpg", "second");
        s3.put(bucket, taskId + "/old.json", "old");
        s3.deleteLater(bucket, taskId + "/old.json").join();
        s3.startUpload(bucket, taskId + "/frames/2.jpg");
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return s3.everything(bucket);
    }

    @Override
    protected boolean holds(TaskId taskId) {
        return snapshot().keySet().stream().anyMatch(name -> name.startsWith(taskId + "/"));
    }
}
