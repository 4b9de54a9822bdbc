package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several sentinels or cluster nodes is asked first. */
class SeedsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final TestingRedis redis = TestingRedis.start();
    private final TestingRedisStores stores = TestingRedisStores.at(redis.port(), LIMIT);
    private final String known = "127.0.0.1:" + redis.port();

    @AfterEach
    void close() {
        stores.close();
        redis.close();
    }

    private List<String> inOrder(String... addresses) {
        Seeds seeds = new Seeds(List.of(addresses), new RedisClients(stores.vertx, stores.settings)::forNode, LIMIT);
        Future<List<String>> order = seeds.inOrder();
        return await(order.eventually(seeds::close));
    }

    /** It accepts connections, and says nothing. */
    private static ServerSocket frozen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String address(ServerSocket of) {
        return "127.0.0.1:" + of.getLocalPort();
    }

    @Test
    void oneThatAnswersComesFirst() throws IOException {
        try (ServerSocket frozen = frozen()) {
            assertThat(inOrder(address(frozen), known)).containsExactly(known, address(frozen));
        }
    }

    /** Otherwise its refusal would be lost in the silence of the others, and safe mode takes silence for an outage. */
    @Test
    void whereNoneAnswersOneThatRefusesIsAskedAlone() throws IOException {
        stores.client.ask(Command.CONFIG, "SET", "requirepass", "another");
        long begin = System.nanoTime();
        try (ServerSocket frozen = frozen()) {
            assertThat(inOrder(address(frozen), known)).containsExactly(known);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
    }

    @Test
    void whereAllAreSilentTheyStayAsTheyAre() throws IOException {
        try (ServerSocket frozen = frozen();
                ServerSocket other = frozen()) {
            assertThat(inOrder(address(frozen), address(other))).containsExactly(address(frozen), address(other));
        }
    }
}
