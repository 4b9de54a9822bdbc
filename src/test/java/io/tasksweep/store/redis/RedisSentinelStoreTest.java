package io.tasksweep.store.redis;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingSentinels;
import io.vertx.redis.client.Command;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The same contract, with a master that only sentinels know. */
@Tag("F28")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSentinelStoreTest extends ResourceStoreContract {
    private final TestingSentinels sentinels = TestingSentinels.start();
    private final TestingRedisStores stores = TestingRedisStores.on(sentinels);
    private final RedisClient client = sentinels.client(0);

    @BeforeEach
    void empty() {
        client.ask(Command.FLUSHALL);
    }

    @AfterAll
    void close() {
        stores.close();
        sentinels.close();
    }

    @Override
    protected ResourceStore store() {
        return stores.store();
    }

    @Override
    protected void seed(TaskId taskId) {
        client.set(taskId + ":node-1:extract", "{\"status\": \"completed\"}");
        client.ask(Command.HSET, taskId + ":node-2:transcribe", "field", "value");
        client.set("workflow_state:" + taskId, "{}");
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return client.snapshot();
    }
}
