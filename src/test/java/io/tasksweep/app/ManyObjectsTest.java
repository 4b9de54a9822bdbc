package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Launch;
import io.tasksweep.testing.NumberedObjects;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** More objects than the heap could hold the names of: {@code -Dmany.objects=1000000}. */
@Tag("faults")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ManyObjectsTest {
    private static final Logger LOG = LoggerFactory.getLogger(ManyObjectsTest.class);
    private static final int OBJECTS = Integer.getInteger("many.objects", 1_000_000);
    private static final int MOST_REQUESTS = 60;

    private final TestingPlatform platform = TestingPlatform.start();
    private final NumberedObjects objects = NumberedObjects.below("task-1/", OBJECTS);
    private final ServiceProcess node = ServiceProcess.on(
            platform,
            Map.of("minio.port", objects.port(), "deletion.timeout", "45s", "stores.timeout", "20s"),
            Launch.confined());

    @AfterEach
    void close() {
        node.close();
        objects.close();
        platform.close();
    }

    @Test
    @Tag("I13")
    @Tag("I14")
    void areDeletedWithASmallHeapAndEachRequestLeavesLess() {
        node.ready();
        platform.task("task-1", "pending", "SUCCESS");
        long began = System.nanoTime();
        int requests = 1;
        int before = objects.left();
        Reply reply = node.delete("task-1").join();
        while ("partial_failed".equals(reply.body().getString("status")) && requests < MOST_REQUESTS) {
            assertThat(reply.item("minio").getBoolean("retriable")).isTrue();
            assertThat(objects.left()).as(reply.body().encode()).isLessThan(before);
            before = objects.left();
            requests++;
            reply = node.delete("task-1").join();
        }
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
        assertThat(objects.left()).isZero();
        assertThat(objects.foreign()).isZero();
        LOG.warn(
                "{} objects with -Xmx64m: {} requests of 45 s at most, {} s, {} MiB resident at most",
                OBJECTS,
                requests,
                (System.nanoTime() - began) / 1_000_000_000L,
                node.peakMebibytes());
    }
}
