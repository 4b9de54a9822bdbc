package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.testing.Awaiting;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTaskRegistryTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final String DONE =
            "{\"status\":\"pending\",\"create_at\":\"%s\",\"stages\":{\"a\":{\"status\":\"SUCCESS\"}}}";

    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = new TestingRedisStores(redis);
    private final RedisClient client = stores.client;
    private final RedisTaskRegistry registry = stores.registry();

    @BeforeEach
    void empty() {
        client.ask(Command.FLUSHALL);
    }

    @AfterAll
    void close() {
        stores.close();
        redis.close();
    }

    private TaskState state() {
        return await(registry.look(TASK)).state();
    }

    @Test
    void theRoomOfNamesIsGivenBackWhereNothingIsDeletedAfterAll() {
        long size = 1 << 20;
        KeyRoom room = new KeyRoom(size);
        RedisTaskRegistry keeping = stores.registry(room);
        records(100);
        Registered seen = await(keeping.look(TASK));
        assertThat(seen.keys().complete()).isTrue();
        assertThat(room.take(size)).isFalse();

        keeping.release(seen);
        keeping.release(seen);
        assertThat(room.take(size)).isTrue();
        room.give(size);

        assertThat(await(keeping.state(TASK))).isEqualTo(seen.state());
        assertThat(room.take(size)).isTrue();
    }

    @Test
    void bothLayoutsAreRead() {
        client.set("task-1:node:a", DONE.formatted("t1"));
        client.set("workflow_state:task-1", DONE.formatted("t2"));

        TaskState state = state();

        assertThat(state.values()).isEqualTo(2);
        assertThat(state.createdAt()).containsExactly("t1", "t2");
        assertThat(state.activity()).isEmpty();
    }

    @Test
    void oneActiveRecordAmongFinishedOnesIsEnough() {
        client.set("task-1:node:a", DONE.formatted("t"));
        client.set("task-1:node:b", "{\"status\":\"running\"}");

        assertThat(state().activity()).hasValue("it is 'running' at 'node:b'");
    }

    @Test
    void whatWasFoundBeforeTheSearchFailsIsReadAsWell() {
        records(100);
        client.set("task-1:node-50:f", "{\"status\":\"running\"}");
        strangers();
        client.ask(Command.REPLICAOF, "127.0.0.1", "1"); // nobody is there
        try {
            Future<Registered> look = registry.look(TASK);
            Awaiting.until(look::isComplete);
            assertThat(look.succeeded()).isTrue();
            assertThat(look.result().state().activity()).hasValue("it is 'running' at 'node-50:f'");
            assertThat(look.result().state().values()).isEqualTo(100);
            assertThat(look.result().keys().complete()).isFalse();
        } finally {
            client.ask(Command.REPLICAOF, "NO", "ONE");
        }
    }

    @Test
    void moreRecordsThanAreReadTogetherAreAllRead() {
        records(1_000);
        strangers();
        assertThat(state().values()).isEqualTo(1_000);
    }

    private void records(int many) {
        for (int i = 0; i < many; i++) {
            client.set("task-1:node-" + i + ":f", DONE.formatted("t"));
        }
    }

    /** So many that a search takes a dozen pages. */
    private void strangers() {
        String script = "for i = 1, 20000 do redis.call('SET', 'other-' .. i, '') end";
        client.ask(Command.EVAL, script, 0);
    }

    @Tag("B58")
    @Test
    void b58_whatIsNoStateCannotBeUnderstood() {
        for (String value : new String[] {
            "",
            "no json",
            "[1]",
            "\"x\"",
            "{\"status\":1}",
            "{\"stages\":[]}",
            "{\"stages\":{\"a\":1}}",
            "{\"status\":\"running\",\"status\":\"completed\"}",
            "{\"status\":\"completed\"} x"
        }) {
            client.set("task-1:node:a", value);
            assertThat(state().activity()).as(value).hasValue("its state at 'node:a' cannot be understood");
        }
    }

    @Tag("B58")
    @Test
    void b58_aRecordOfAnotherTypeCannotBeUnderstood() {
        client.ask(Command.HSET, "task-1:node:a", "status", "completed");
        assertThat(state().activity()).isPresent();
    }

    @Tag("F27")
    @Test
    void f27_aHugeRecordIsNotReadAndCountsAsActive() {
        client.set("task-1:node:a", finished(20 << 20));
        client.countAnew();
        assertThat(state().activity()).hasValue("its state at 'node:a' cannot be understood");
        assertThat(bytesSent()).isLessThan(StateReading.MOST_BYTES);
    }

    /** What Redis has told anybody since it was made to count anew. */
    private long bytesSent() {
        String stats = client.ask(Command.INFO, "stats").orElseThrow().toString();
        return stats.lines()
                .filter(line -> line.startsWith("total_net_output_bytes:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*:", "")))
                .sum();
    }

    @Tag("F27")
    @Test
    void f27_theLargestRecordThatIsReadIsReadWholeAndALargerOneIsNot() {
        client.set("task-1:node:a", finished(StateReading.MOST_BYTES));
        assertThat(state().activity()).isEmpty();
        assertThat(state().createdAt()).containsExactly("t");
        client.set("task-1:node:a", finished(StateReading.MOST_BYTES + 1));
        assertThat(state().activity()).hasValue("its state at 'node:a' cannot be understood");
    }

    /** The record of a finished task, so many bytes long. */
    private static String finished(int length) {
        String head = "{\"status\":\"completed\",\"x\":\"";
        String tail = "\",\"create_at\":\"t\"}";
        return head + "x".repeat(length - head.length() - tail.length()) + tail;
    }

    @Tag("F27")
    @Test
    void f27_ofFiveThousandRecordsNoneIsPassedOver() {
        String script = "for i = 1, 5000 do redis.call('SET', 'task-1:n' .. i .. ':f', ARGV[1]) end";
        client.ask(Command.EVAL, script, 0, DONE.formatted("t"));
        client.set("task-1:n4711:f", "{\"status\":\"running\"}");

        Registered found = await(registry.look(TASK));

        assertThat(found.state().values()).isEqualTo(5000);
        assertThat(found.state().activity()).hasValue("it is 'running' at 'n4711:f'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 5_000})
    void recordsAroundTheLengthThatIsReadAtOnceAreReadWhole(int more) {
        client.set("task-1:node:a", finished(StateReading.FIRST_BYTES + more));

        assertThat(state().createdAt()).containsExactly("t");
        assertThat(state().activity()).isEmpty();
    }

    @Test
    void aRecordTakesOneCommandWhereNothingIsOdd() {
        String script = "for i = 1, 300 do redis.call('SET', 'task-1:n' .. i .. ':f', ARGV[1]) end";
        client.ask(Command.EVAL, script, 0, DONE.formatted("t"));
        client.countAnew();

        assertThat(state().values()).isEqualTo(300);

        assertThat(client.calls("getrange")).isEqualTo(300);
        assertThat(client.calls("type", "strlen")).isZero();
    }

    @Test
    void oneRecordOfAnotherTypeAmongManyKeepsNoneFromBeingRead() {
        String script = "for i = 1, 300 do redis.call('SET', 'task-1:n' .. i .. ':f', ARGV[1]) end";
        client.ask(Command.EVAL, script, 0, DONE.formatted("t"));
        client.ask(Command.RPUSH, "task-1:list:f", "a");
        client.set("task-1:long:f", "{\"status\":\"completed\",\"x\":\"" + "x".repeat(100_000) + "\"}");
        client.set("workflow_state:task-1", "{\"status\":\"pending\"}");

        assertThat(state().values()).isEqualTo(303);
        assertThat(state().createdAt()).containsExactly("t");
        assertThat(state().activity()).isPresent();
    }

    @Test
    void theSecondLookSeesWhatChangedMeanwhile() {
        client.set("task-1:node:a", DONE.formatted("t"));
        Registered first = await(registry.look(TASK));
        client.set("task-1:node:a", "{\"status\":\"running\"}");

        assertThat(first.state().activity()).isEmpty();
        assertThat(await(registry.lookAgain(TASK, first)).activity()).isPresent();
    }

    /** A new task of the same name may run other nodes than its predecessor. */
    @Tag("F34")
    @Test
    void f34_theSecondLookSeesRecordsThatAreNewAltogether() {
        Registered nothing = await(registry.look(TASK));
        client.set("task-1:node:a", DONE.formatted("t"));
        Registered first = await(registry.look(TASK));
        client.set("task-1:another:b", "{\"status\":\"running\"}");

        assertThat(await(registry.lookAgain(TASK, nothing)).activity()).isPresent();
        assertThat(await(registry.lookAgain(TASK, first)).activity()).isPresent();
    }

    /** Only what the look has found is about to be deleted. */
    @Test
    void whatIsReadAgainIsWhatTheLookHasFound() {
        client.set("task-1:node:a", DONE.formatted("t"));
        Registered first = await(registry.look(TASK));
        client.set("task-1:another:b", "{\"status\":\"running\"}");
        assertThat(await(registry.readAgain(TASK, first)).activity()).isEmpty();

        client.set("task-1:node:a", "{\"status\":\"running\"}");
        assertThat(await(registry.readAgain(TASK, first)).activity()).isPresent();
    }

    @Tag("F31")
    @Test
    void f31_recordsThatExpiredBetweenTheLooksSayNothing() {
        client.set("task-1:node:a", DONE.formatted("t"));
        Registered first = await(registry.look(TASK));
        client.ask(Command.DEL, "task-1:node:a");

        assertThat(await(registry.lookAgain(TASK, first)).values()).isZero();
    }

    @Test
    void aPathThatIsNotOursIsNoticedAndNotFollowed() {
        client.set("task-1:node:a", "{\"status\":\"completed\",\"shared_storage_path\":\"/share/workflows/task-1/\"}");
        assertThat(state().elsewhere()).isFalse();
        client.set("task-1:node:a", "{\"status\":\"completed\",\"shared_storage_path\":\"/share/workflows/task-10\"}");
        assertThat(state().elsewhere()).isTrue();
    }
}
