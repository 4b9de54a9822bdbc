package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.OpenDeletions.Due;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisOpenDeletionsTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final TaskId OTHER = new TaskId("task-2");

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

    private List<TaskId> due() {
        return await(open.due()).stream().map(Due::taskId).toList();
    }

    @Test
    void whatIsPutOffIsNotDueUntilItsTimeComes() {
        await(open.note(TASK, Duration.ofMinutes(1)));
        await(open.note(OTHER, Duration.ZERO));
        assertThat(due()).containsExactly(OTHER);
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
    void theLongestDueComesFirstAndAFewAtATime() {
        for (int i = 0; i < 30; i++) {
            stores.client.ask(Command.ZADD, "tasksweep:open", 1_000 - i, "task-" + i);
        }
        assertThat(due()).hasSize(20).startsWith(new TaskId("task-29"), new TaskId("task-28"));
    }

    @Test
    void whatIsClosedIsNotDueAnyMore() {
        await(open.note(TASK, Duration.ZERO));
        Due due = await(open.due()).get(0);
        await(open.close(due));
        assertThat(due()).isEmpty();
    }

    @Test
    void aTaskThatWasPutOffSinceIsNotClosed() {
        Due first = await(open.note(TASK, Duration.ZERO));
        Due second = await(open.note(TASK, Duration.ofSeconds(30)));
        await(open.close(first));
        assertThat(stores.client.ask(Command.ZCARD, "tasksweep:open").map(Object::toString))
                .hasValue("1");

        await(open.close(second));
        assertThat(stores.client.keys("tasksweep:open")).isEmpty();
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

    @Test
    void aTaskIsPutOffOnlyAsItWasSeen() {
        Due first = await(open.note(TASK, Duration.ZERO));
        await(open.postpone(first, Duration.ofMinutes(1)));
        assertThat(due()).isEmpty();

        Due second = await(open.note(TASK, Duration.ofSeconds(-1)));
        await(open.postpone(first, Duration.ofMinutes(1)));
        assertThat(due()).containsExactly(TASK);

        await(open.close(second));
        await(open.postpone(second, Duration.ZERO));
        assertThat(due()).isEmpty();
    }
}
