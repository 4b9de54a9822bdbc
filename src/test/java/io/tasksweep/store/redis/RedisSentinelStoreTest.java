package io.tasksweep.store.redis;

import io.tasksweep.testing.TestingSentinels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The same contract, with a master that only sentinels know. */
@Tag("F28")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSentinelStoreTest extends OneRedisContract {
    private final TestingSentinels sentinels = TestingSentinels.start();
    private final TestingRedisStores stores = TestingRedisStores.on(sentinels);

    @AfterAll
    void close() {
        stores.close();
        sentinels.close();
    }

    @Override
    TestingRedisStores stores() {
        return stores;
    }
}
