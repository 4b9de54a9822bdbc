package io.tasksweep.store.redis;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import io.tasksweep.testing.Containers;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** The contract, on the Redis of a container: another version than the one of the other tests. */
@Tag("testcontainers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreInContainerTest extends ResourceStoreContract {
    private final GenericContainer<?> server = Containers.redis();
    private TestingRedisStores stores;

    @BeforeAll
    void start() {
        server.start();
        stores = TestingRedisStores.at(server.getMappedPort(Containers.REDIS_PORT), Duration.ofSeconds(5));
    }

    @BeforeEach
    void empty() {
        stores.client.ask(Command.FLUSHALL);
    }

    @AfterAll
    void stop() {
        stores.close();
        server.stop();
    }

    @Override
    protected ResourceStore store() {
        return stores.store();
    }

    @Override
    protected void seed(TaskId taskId) {
        stores.client.set(taskId + ":node-1:extract", "{\"status\": \"completed\"}");
        stores.client.ask(Command.HSET, taskId + ":node-2:transcribe", "field", "value");
        stores.client.set("workflow_state:" + taskId, "{}");
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return stores.client.snapshot();
    }
}
