package io.tasksweep.store.minio;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Tests of a store on a server that misbehaves as told; each test has a server and a store of its own. */
abstract class AgainstHostileS3 {
    static final TaskId TASK = TestingMinioStores.TASK;
    static final Duration LONG = Duration.ofSeconds(15);

    final HostileS3 s3 = new HostileS3();
    final MinioStore store;
    private final TestingMinioStores stores = new TestingMinioStores();

    AgainstHostileS3() {
        this(TestingMinioStores.TIMEOUT);
    }

    /** With the time that the store gives the server for each answer. */
    AgainstHostileS3(Duration timeout) {
        store = stores.openImpatient(s3.port(), timeout);
    }

    @AfterEach
    void close() {
        store.close();
        s3.close();
        stores.close();
    }

    Erased erase() {
        return erase(LONG);
    }

    Erased erase(Duration limit) {
        return TestingMinioStores.erase(store, limit);
    }
}
