package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As many tasks as are deleted at once, whose keys have longer names together than the heap could hold. */
@Tag("faults")
@Tag("I13")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ManyKeysOfManyTasksTest {
    private static final Logger LOG = LoggerFactory.getLogger(ManyKeysOfManyTasksTest.class);
    private static final int TASKS = 64;
    private static final int KEYS = 2_000;
    private static final String SEED = "for i = 1, tonumber(ARGV[2]) do "
            + "redis.call('SET', ARGV[1] .. ':' .. string.rep('n', 500) .. ':' .. i, ARGV[3]) end";

    @Test
    void areDeletedAtOnceWithASmallHeap() {
        List<String> tasks =
                IntStream.range(0, TASKS).mapToObj("task-%02d"::formatted).toList();
        try (TestingPlatform platform = TestingPlatform.start();
                ServiceProcess service = ServiceProcess.confined(platform, Map.of("deletion.timeout", "50s"))
                        .ready()) {
            RedisClient redis = platform.redis();
            String state =
                    TestingPlatform.state("pending", "extract", "SUCCESS").encode();
            tasks.forEach(task -> {
                platform.task(task, "pending", "SUCCESS");
                redis.ask(Command.EVAL, SEED, 0, task, KEYS, state);
            });
            List<Reply> replies = service.deleteAll(tasks);
            LOG.warn("{} tasks of {} keys with -Xmx64m: {} MiB resident at most", TASKS, KEYS, service.peakMebibytes());
            assertThat(service.log()).doesNotContain("OutOfMemoryError");
            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.body().getString("status"))
                            .as(reply.body().encode())
                            .isEqualTo("success"));
            assertThat(redis.keys("task-*")).isEmpty();
        }
    }
}
