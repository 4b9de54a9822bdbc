package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A line that has stood idle is no dead one, however close to the limit it is used again. */
@Tag("F22")
class IdleLinesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Connecting takes three of these, all of them and the command half of the time for a command. */
    private static final Duration REPLY = Duration.ofMillis(250);

    private final TestingRedis redis = TestingRedis.start();
    private final FaultyProxy proxy = FaultyProxy.before(redis.port());
    private final TestingRedisStores stores = TestingRedisStores.at(proxy.port(), TIMEOUT);

    @AfterEach
    void close() {
        stores.close();
        proxy.close();
        redis.close();
    }

    @Test
    void aCommandAfterALongIdlenessIsAnsweredAsWell() {
        proxy.delayReplies(REPLY);
        assertThat(ping()).isEqualTo("PONG");
        Deadline almostDead = stores.clock.in(TIMEOUT.multipliedBy(2).minus(REPLY.dividedBy(2)));
        until(() -> proxy.connections() == 0 || almostDead.passed());
        assertThat(ping()).isEqualTo("PONG");
    }

    /** The answer, or what came instead. */
    private String ping() {
        return await(stores.commands
                .send(Request.cmd(Command.PING))
                .map(pong -> pong.orElseThrow().toString())
                .otherwise(Throwable::toString));
    }
}
