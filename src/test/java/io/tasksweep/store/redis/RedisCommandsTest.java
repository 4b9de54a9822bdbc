package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.FaultyProxy.Cut;
import io.tasksweep.testing.TestingRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the line breaks, an answer is that to its own command or none, and no command is carried out after its time. */
@Tag("F22")
class RedisCommandsTest {
    private static final int MOST_BYTES = 200;
    private static final int AT_ONCE = 20;
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final String KEY = "task-1:node:function";

    private final TestingRedis redis = TestingRedis.start();
    private final FaultyProxy proxy = FaultyProxy.before(redis.port());
    private final TestingRedisStores stores = TestingRedisStores.at(proxy.port(), SHORT);
    private int answered;
    private int lost;

    @AfterEach
    void close() {
        stores.close();
        proxy.close();
        redis.close();
    }

    /** Each asks for a text of its own; half of them in batches. */
    private void ask(String name) {
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i += 2) {
            String one = name + "-" + i;
            String other = name + "-" + (i + 1);
            outcomes.add(stores.commands.send(echo(one)).map(answer -> one.equals(text(answer.orElseThrow()))));
            outcomes.add(stores.commands
                    .batch(List.of(echo(other), echo(one)))
                    .map(all -> other.equals(text(all.get(0))) && one.equals(text(all.get(1)))));
        }
        for (Future<Boolean> outcome : outcomes) {
            boolean own = await(outcome.transform(ended -> {
                answered += ended.succeeded() ? 1 : 0;
                lost += ended.succeeded() ? 0 : 1;
                return Future.succeededFuture(ended.succeeded() ? ended.result() : true);
            }));
            assertThat(own).as(name).isTrue();
        }
    }

    private static Request echo(String text) {
        return Request.cmd(Command.ECHO).arg(text);
    }

    private static String text(Response answer) {
        return answer.toString();
    }

    @ParameterizedTest(name = "F22 {0} after each number of bytes")
    @EnumSource(
            value = Cut.class,
            names = {"RESET", "CLOSE"})
    void anAnswerIsToItsOwnCommandAfterHoweverManyBytesTheLineBreaks(Cut how) {
        for (int bytes = 0; bytes <= MOST_BYTES; bytes++) {
            proxy.cutOneReplyAfter(bytes, how);
            ask(how + "-" + bytes);
            proxy.heal();
        }
        assertThat(lost).isGreaterThanOrEqualTo(MOST_BYTES / 2);
        assertThat(answered).isGreaterThan(lost);
    }

    @Test
    void aLineThatFallsSilentIsGivenUp() {
        for (int bytes = 0; bytes <= MOST_BYTES; bytes += 20) {
            proxy.cutOneReplyAfter(bytes, Cut.SILENCE);
            ask("silence-" + bytes);
            proxy.heal();
        }
        assertThat(lost).isPositive();
        assertThat(answered).isPositive();
    }

    @Test
    void answersThatComeTooLateAreToNobodysCommand() {
        proxy.delayReplies(SHORT.plusMillis(50));
        ask("late");
        assertThat(answered).isZero();
        proxy.delayReplies(Duration.ZERO);
        until(() -> {
            ask("in time");
            return answered >= 2 * AT_ONCE;
        });
    }

    @Test
    void whatHasWaitedForAConnectionUntilAfterTheDeadlineIsNotRemoved() {
        AtomicLong now = new AtomicLong();
        try (TestingRedisStores patient = TestingRedisStores.at(proxy.port(), Duration.ofSeconds(20))) {
            patient.client.set(KEY, "value");
            proxy.stopAt("select");
            Future<Void> removal = unlink(patient, Deadline.in(Duration.ofSeconds(1), now::get));
            until(proxy::stopped);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            proxy.goOn();

            assertThat(failureOf(removal)).isInstanceOf(TimeoutException.class);
            assertThat(patient.client.ask(Command.GET, KEY).map(Response::toString))
                    .contains("value");
        }
    }

    @Test
    void whatHasWaitedForAConnectionForTooLongIsNotRemoved() {
        stores.client.set(KEY, "value");
        proxy.stopAt("select");
        Future<Void> removal = unlink(stores, Deadline.in(Duration.ofMinutes(1), System::nanoTime));
        assertThat(failureOf(removal)).isInstanceOf(TimeoutException.class);
        proxy.goOn();
        ask("after it");

        assertThat(answered).isPositive();
        assertThat(stores.client.ask(Command.GET, KEY).map(Response::toString)).contains("value");
    }

    private static Future<Void> unlink(TestingRedisStores stores, Deadline deadline) {
        return stores.commands.unlink(List.of(KEY.getBytes(StandardCharsets.UTF_8)), deadline, removed -> {});
    }
}
