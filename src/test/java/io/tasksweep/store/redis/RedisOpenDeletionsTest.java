package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.OpenDeletions.Due;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.OpenDeletionsContract;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisOpenDeletionsTest extends OpenDeletionsContract {
    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = new TestingRedisStores(redis);
    private final RedisOpenDeletions open = stores.open();

    @BeforeEach
    void empty() {
        stores.client.ask(Command.CONFIG, "SET", "maxmemory", "0");
        stores.client.ask(Command.FLUSHALL);
    }

    @AfterAll
    void close() {
        stores.close();
        redis.close();
    }

    @Override
    protected OpenDeletions open() {
        return open;
    }

    @Override
    protected Due note(TaskId taskId, Duration time) {
        return await(open.note(taskId, time));
    }

    @Test
    @Tag("F57")
    void timeIsToldByRedisAndNotByTheNode() {
        Due noted = await(open.note(TASK, Duration.ofSeconds(30)));
        long now = Long.parseLong(stores.client
                .ask(Command.EVAL, "return redis.call('TIME')[1]", 0)
                .orElseThrow()
                .toString());
        assertThat(Long.parseLong(noted.mark()) / 1_000).isBetween(now + 29, now + 31);
        assertThat(stores.client
                        .ask(Command.ZSCORE, "tasksweep:open", "task-1")
                        .map(score -> Double.valueOf(score.toString())))
                .hasValue(Double.valueOf(noted.mark()));
    }

    @Test
    @Tag("F24")
    void aFullRedisStillTakesEntries() {
        stores.client.ask(Command.CONFIG, "SET", "maxmemory", "1");
        await(open.note(TASK, Duration.ZERO));
        Due due = await(open.due()).get(0);
        await(open.close(due));
        assertThat(due()).isEmpty();
    }

    @Test
    void namesThatAreNoTasksAreLeftOut() {
        stores.client.ask(Command.ZADD, "tasksweep:open", 1, "../x");
        assertThat(due()).isEmpty();
    }
}
