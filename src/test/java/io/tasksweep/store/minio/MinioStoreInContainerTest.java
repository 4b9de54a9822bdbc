package io.tasksweep.store.minio;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import io.tasksweep.testing.Containers;
import java.net.URI;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** The contract, on the S3 server of a container, with versions, delete markers and open uploads. */
@Tag("testcontainers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinioStoreInContainerTest extends ResourceStoreContract {
    private final GenericContainer<?> server = Containers.s3();
    private final TestingMinioStores stores = new TestingMinioStores();
    private NamedS3 s3;
    private MinioStore store;
    private String bucket;

    @BeforeAll
    void start() {
        server.start();
    }

    @BeforeEach
    void open() {
        URI endpoint = URI.create("http://" + server.getHost() + ":" + server.getMappedPort(Containers.S3_PORT));
        s3 = new NamedS3(endpoint, Containers.ACCESS_KEY, Containers.SECRET_KEY);
        bucket = s3.versionedBucket();
        store = stores.open(s3.settings(bucket));
    }

    @AfterEach
    void close() {
        store.close();
        s3.close();
    }

    @AfterAll
    void stop() {
        stores.close();
        server.stop();
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
