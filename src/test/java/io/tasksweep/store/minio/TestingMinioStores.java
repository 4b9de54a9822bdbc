package io.tasksweep.store.minio;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.BlockingCalls;
import io.tasksweep.testing.TestingS3;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Opens stores on the loopback address, with the worker threads they need, and closes the threads. */
final class TestingMinioStores implements AutoCloseable {
    /** Short, so that a test of a server that hangs is short. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    static final Duration QUIET_PERIOD = Duration.ofHours(1);

    static final TaskId TASK = new TaskId("task-1");

    private final Vertx vertx = Vertx.vertx();
    private final BlockingCalls blocking = new BlockingCalls(vertx, "objects", 4, Duration.ofSeconds(60));

    MinioStore open(int port, String bucket) {
        return open(port, bucket, List.of("{task_id}/"));
    }

    MinioStore open(int port, String bucket, List<String> prefixes) {
        return open(settings(port, TestingS3.ACCESS_KEY, TestingS3.SECRET_KEY, bucket, prefixes, TIMEOUT));
    }

    MinioStore openWith(int port, String accessKey, String secretKey) {
        return open(settings(port, accessKey, secretKey, TestingS3.BUCKET, List.of("{task_id}/"), TIMEOUT));
    }

    MinioStore openImpatient(int port, Duration timeout) {
        return open(settings(
                port, TestingS3.ACCESS_KEY, TestingS3.SECRET_KEY, TestingS3.BUCKET, List.of("{task_id}/"), timeout));
    }

    MinioStore open(MinioSettings settings) {
        return new MinioStore(
                settings, blocking, Duration.ZERO, settings.timeout().dividedBy(2));
    }

    /** A look at this store also tells how old the objects are, as far as it gets in that time. */
    MinioStore openReadingAges(int port, List<String> prefixes, Duration patience) {
        MinioSettings settings =
                settings(port, TestingS3.ACCESS_KEY, TestingS3.SECRET_KEY, TestingS3.BUCKET, prefixes, TIMEOUT);
        return new MinioStore(settings, blocking, QUIET_PERIOD, patience);
    }

    private static MinioSettings settings(
            int port, String accessKey, String secretKey, String bucket, List<String> prefixes, Duration timeout) {
        return new MinioSettings(
                TestingS3.HOST,
                port,
                false,
                accessKey,
                secretKey,
                bucket,
                TestingS3.REGION,
                prefixes.stream().map(PrefixPattern::new).toList(),
                timeout,
                4,
                List.of());
    }

    /** Erases what the task has in that store. */
    static Erased erase(MinioStore from, Duration limit) {
        Deletion deletion = new Deletion(TASK, "id", Deadline.in(limit, System::nanoTime));
        return await(from.erase(deletion, Evidence.of(Unit.OBJECTS, 1)));
    }

    /** Why it failed; there must be one reason. */
    static FailureCode only(Erased erased) {
        assertThat(erased.failures()).hasSize(1);
        return erased.failures().get(0).code();
    }

    @Override
    public void close() {
        await(blocking.close());
        await(vertx.close());
    }
}
