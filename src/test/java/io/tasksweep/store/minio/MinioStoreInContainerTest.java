package io.tasksweep.store.minio;

import io.tasksweep.testing.Containers;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** The contract, on the S3 server of a container, with versions, delete markers and open uploads. */
@Tag("testcontainers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinioStoreInContainerTest extends VersionedBucketContract {
    private final GenericContainer<?> container = Containers.s3();

    @BeforeAll
    void start() {
        container.start();
    }

    @AfterAll
    void stop() {
        container.stop();
    }

    @Override
    NamedS3 server() {
        URI endpoint = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(Containers.S3_PORT));
        return new NamedS3(endpoint, Containers.ACCESS_KEY, Containers.SECRET_KEY);
    }
}
