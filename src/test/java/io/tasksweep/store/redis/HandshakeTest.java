package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.FailureCode;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a connection to Redis begins. */
class HandshakeTest {
    /** What Redis answers while it loads its data (flag {@code loading} of {@code COMMAND INFO}). */
    private static final Set<String> ANSWERED = Set.of("HELLO", "AUTH", "SELECT");

    private static final Pattern COMMAND = Pattern.compile("\\*\\d+\r\n\\$\\d+\r\n(\\w+)\r\n");
    private static final int MANY = 200;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger opened = new AtomicInteger();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private NetServer loading() {
        return await(vertx.createNetServer()
                .connectHandler(socket -> {
                    opened.incrementAndGet();
                    socket.handler(asked -> answer(socket, asked));
                })
                .listen(0, "127.0.0.1"));
    }

    private static void answer(NetSocket socket, Buffer asked) {
        COMMAND.matcher(asked.toString())
                .results()
                .map(found -> found.group(1).toUpperCase(Locale.ROOT))
                .forEach(command -> socket.write(
                        ANSWERED.contains(command)
                                ? "+OK\r\n"
                                : "-LOADING Redis is loading the dataset in memory\r\n"));
    }

    /** Each would stay open until it is dead, and so many use up the process's descriptors. */
    @Test
    @Tag("F58")
    void aRedisThatLoadsIsNotLeftWithConnections() {
        try (TestingRedisStores stores = TestingRedisStores.at(loading().actualPort(), Duration.ofSeconds(5))) {
            for (int i = 0; i < MANY; i++) {
                Throwable cause =
                        failureOf(stores.commands.send(Request.cmd(Command.GET).arg("a")));
                assertThat(RedisFailures.explain(cause).code()).isEqualTo(FailureCode.UNAVAILABLE);
            }
            assertThat(opened.get()).isLessThan(MANY / 10);
        }
    }

    /** Although Redis would let anybody in. */
    @Test
    void whoItIsIsSaidWhereTheDefaultUserIsOpenToo() {
        try (TestingRedis redis = TestingRedis.start("user tasksweep on >a-password ~* +@all");
                TestingRedisStores stores = TestingRedisStores.as("tasksweep", "a-password", redis)) {
            assertThat(await(stores.commands.send(Request.cmd(Command.ACL).arg("WHOAMI")))
                            .map(Object::toString))
                    .hasValue("tasksweep");
        }
    }
}
