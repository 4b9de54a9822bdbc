package io.tasksweep.store.redis;

import static io.tasksweep.store.redis.SearchedRedis.FIRST;
import static io.tasksweep.store.redis.SearchedRedis.PAGES;
import static io.tasksweep.store.redis.SearchedRedis.into;
import static io.tasksweep.store.redis.SearchedRedis.names;
import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A search is believed only if it was a master that answered it, from its beginning to its end. */
class OneMasterTest {
    @RegisterExtension
    final SearchedRedis redis = new SearchedRedis();

    @Test
    void aSearchOfOnePageAsksOnceWhetherThatWasAMaster() {
        redis.direct.client.ask(Command.FLUSHALL);
        await(redis.search(FIRST, into(names())));

        assertThat(redis.asked("role")).isEqualTo(1);
    }

    @Test
    void aReplicaThatIsMadeAMasterMeanwhileIsNotBelieved() {
        redis.direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1"); // nobody is there
        redis.proxy.stopAt("scan", PAGES - 1);
        Future<Void> search = redis.search(FIRST, into(names()));
        until(redis.proxy::stopped);
        redis.direct.client.ask(Command.REPLICAOF, "NO", "ONE");
        redis.proxy.goOn();

        assertThat(RedisFailures.explain(failureOf(search))).isEqualTo(RedisFailures.READ_ONLY);
    }

    @Test
    void aReplicaIsNotBelievedInWhatItSaysOfNamesEither() {
        redis.direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1");
        Future<Void> search = redis.stores.commands.search(
                List.of("exact:task-1".getBytes(UTF_8)), List.of(), Optional.empty(), into(names()));

        assertThat(RedisFailures.explain(failureOf(search))).isEqualTo(RedisFailures.READ_ONLY);
    }

    @Test
    void aMasterThatIsMadeAReplicaMeanwhileIsNotBelieved() {
        redis.proxy.stopAt("scan", PAGES - 1);
        Future<Void> search = redis.search(FIRST, into(names()));
        until(redis.proxy::stopped);
        assertThat(redis.asked("role")).as("while it was one").isEqualTo(1);
        redis.direct.client.ask(Command.REPLICAOF, "127.0.0.1", "1"); // nobody is there
        redis.proxy.goOn();

        assertThat(RedisFailures.explain(failureOf(search))).isEqualTo(RedisFailures.READ_ONLY);
    }
}
