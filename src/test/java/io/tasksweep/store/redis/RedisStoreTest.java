package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreTest extends OneRedisContract {
    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = new TestingRedisStores(redis);
    private final RedisClient client = stores.client;

    @AfterAll
    void close() {
        stores.close();
        redis.close();
    }

    @Override
    TestingRedisStores stores() {
        return stores;
    }

    @Tag("I03")
    @Test
    void i03_aForeignKeyThatLooksAlikeIsNeverTouched() {
        List<String> foreign = List.of(
                "task-1*:n:f",
                "task-?:n:f",
                "task-[1]:n:f",
                "task-1\\:n:f",
                "x:task-1:n:f",
                "task-1:n",
                "task-1",
                "workflow_state:task-1:n",
                "workflow_state:task-10",
                "workflow_state");
        foreign.forEach(key -> client.set(key, "somebody else's"));
        SortedMap<String, String> before = snapshot();
        seed(TASK);

        assertThat(erase(TASK).gone().get(Unit.KEYS)).isEqualTo(4);

        assertThat(snapshot()).isEqualTo(before);
    }

    @Tag("I18")
    @Tag("B13")
    @Test
    void i18_b13_ourOwnKeysAreNobodysEvidenceWhateverTheTaskIsCalled() {
        client.ask(Command.HSET, "tasksweep:receipt:{task-9}", "state", "done");
        client.set("tasksweep:lease:{task-9}", "token");
        client.set("tasksweep:some:key", "value");

        for (String id : List.of("tasksweep", "workflow_state")) {
            assertThat(await(store().survey(new TaskId(id))).isEmpty()).isTrue();
        }
    }

    @Tag("F35")
    @Test
    void f35_aKeyThatIsNoTextIsFoundAndDeleted() {
        byte[] odd = {'t', 'a', 's', 'k', '-', '1', ':', (byte) 0xff, 0, ':', 'f'};
        client.ask(Command.SET, odd, "value");

        assertThat(erase(TASK).gone().get(Unit.KEYS)).isEqualTo(1);
        assertThat(snapshot()).isEmpty();
    }

    @Test
    void moreKeysThanALookKeepsAreAllDeletedAndEachCountedOnce() {
        int many = KeyRoom.MOST_OF_ONE / 1_000 + 234;
        String script = "for i = 1, tonumber(ARGV[1]) do "
                + "redis.call('SET', 'task-1:n' .. i .. ':' .. string.rep('f', 1000), '{}') end";
        client.ask(Command.EVAL, script, 0, many);

        Evidence found = await(store().survey(TASK));
        Erased erased = await(store().erase(deletion(TASK), found));

        assertThat(found.complete()).isFalse();
        assertThat(erased.gone().get(Unit.KEYS)).isEqualTo(many);
        assertThat(await(store().survey(TASK)).isEmpty()).isTrue();
    }

    @Test
    void theRoomOfTheirNamesIsGivenBackWithThem() {
        long size = 1 << 20;
        KeyRoom room = new KeyRoom(size);
        RedisStore store = new RedisStore(stores.commands, TestingRedisStores.PATTERNS, room);
        for (int i = 0; i < 100; i++) {
            client.set("task-1:node-" + i + ":function", "value");
        }
        Evidence found = await(store.survey(TASK));
        assertThat(found.complete()).isTrue();
        assertThat(room.take(size)).isFalse();

        await(store.erase(deletion(TASK), found));
        assertThat(room.take(size)).isTrue();
        assertThat(found.names()).hasSize(100);
    }

    @Test
    void keysAreUnlinkedAndNeverSearchedForWithKeys() {
        seed(TASK);
        client.countAnew();
        erase(TASK);

        assertThat(client.calls("unlink")).isPositive();
        assertThat(client.calls("keys", "del")).isZero();
    }

    @Test
    void aKeyThatExpiredBetweenLookAndDeletionIsNotCounted() {
        seed(TASK);
        Evidence found = await(store().survey(TASK));
        client.ask(Command.DEL, "task-1:node-1:extract");

        assertThat(await(store().erase(deletion(TASK), found)).gone().get(Unit.KEYS))
                .isEqualTo(3);
    }

    @Test
    void evidenceThatNamesAForeignKeyDoesNotMakeItPrey() {
        client.set("task-10:n:f", "a neighbour's");
        Deletion deletion = deletion(TASK);
        Evidence forged = new Evidence(
                io.tasksweep.domain.Counts.of(Unit.KEYS, 1),
                Stream.of("task-10:n:f")
                        .map(key -> key.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .collect(Collectors.toList()),
                true);

        assertThat(await(store().erase(deletion, forged)).gone().isEmpty()).isTrue();
        assertThat(client.keys("*")).containsExactly("task-10:n:f");
    }
}
