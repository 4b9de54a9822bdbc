package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.testing.TestingSentinels;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    @Test
    void whatOthersChangeDuringALongSearchIsToldHereToo() {
        RedisTaskRegistry registry = stores.registry();
        stores.client.ask(Command.DEBUG, "POPULATE", 10 * Scan.COUNT, "foreign:key");
        await(store().survey(TASK)); // by which it is known that this takes long

        stores.client.set("task-2:node-1:extract", "{\"status\": \"completed\"}");
        Erased undisturbed =
                await(store().erase(deletion(OTHER), await(registry.look(OTHER)).keys()));
        stores.client.set("task-1:node-1:extract", "{\"status\": \"completed\"}");
        Evidence found = await(registry.look(TASK)).keys();
        stores.client.set("task-1:late:f", "{}");
        Erased disturbed = await(store().erase(deletion(TASK), found));

        assertThat(undisturbed.left()).contains(Evidence.NOTHING);
        assertThat(found.watch()).isPresent();
        assertThat(disturbed.left()).isEmpty();
    }
}
