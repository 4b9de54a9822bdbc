package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.NumberType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Slots move while many commands are under way: each is sent twice at most, and none when their time is over. */
class SpreadTest {
    private static final int MANY = 10;

    private final List<Request> sent = new ArrayList<>();

    /** A cluster whose slots have all moved when they are asked for first. */
    private RedisConnection moving() {
        return (RedisConnection) Proxy.newProxyInstance(
                RedisConnection.class.getClassLoader(),
                new Class<?>[] {RedisConnection.class},
                (self, method, with) -> {
                    assertThat(method.getName()).isEqualTo("send");
                    sent.add((Request) with[0]);
                    return sent.size() <= MANY
                            ? Future.failedFuture("MOVED 1 127.0.0.1:1")
                            : Future.succeededFuture(NumberType.create(1));
                });
    }

    private Future<?> send(int atMost) {
        List<Request> requests = IntStream.range(0, MANY)
                .mapToObj(i -> Request.cmd(Command.UNLINK).arg("k" + i))
                .toList();
        return new Spread(moving(), answer -> {}, () -> sent.size() >= atMost).send(requests);
    }

    @Test
    void whatGotLostIsSentAgain() {
        assertThat(send(Integer.MAX_VALUE).succeeded()).isTrue();
        assertThat(sent).hasSize(2 * MANY);
    }

    @Test
    void nothingIsSentAgainOnceTheTimeIsOver() {
        assertThat(send(MANY + 3).cause()).isInstanceOf(TimeoutException.class);
        assertThat(sent).hasSize(MANY + 3);
    }
}
