package io.tasksweep.store.redis;

import io.tasksweep.testing.Containers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.GenericContainer;

/** The contract, on the Redis of a container: another version than the one of the other tests. */
@Tag("testcontainers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreInContainerTest extends OneRedisContract {
    private final GenericContainer<?> server = Containers.redis();
    private TestingRedisStores stores;

    @BeforeAll
    void start() {
        server.start();
        stores = TestingRedisStores.at(server.getMappedPort(Containers.REDIS_PORT), Duration.ofSeconds(5));
    }

    @AfterAll
    void stop() {
        stores.close();
        server.stop();
    }

    @Override
    TestingRedisStores stores() {
        return stores;
    }
}
