package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.ErrorLog;
import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.FaultyProxy.Cut;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** F20 to F22: Redis is dead, silent, or at the end of a bad line. */
@Tag("faults")
class FaultsOfRedisTest {
    private static final Duration LIMIT = Duration.ofSeconds(13); // deletion.timeout and a second

    private static final Duration LATENCY = Duration.ofMillis(1_500);
    private static final int MOST_BYTES = 200;
    private static final Logger LOG = LoggerFactory.getLogger(FaultsOfRedisTest.class);

    private static void assertWarned(Reply reply) {
        assertThat(reply.body().getJsonArray("warnings").encode()).contains("safe-mode check was impossible");
    }

    @Tag("F20")
    @Test
    void f20AKilledRedisKeepsNothingElseFromBeingDeleted() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.redis().ask(Command.SAVE);
            failing.server().kill();
            Reply reply = failing.delete();
            failing.assertOnlyRedisFailed(reply, true);
            assertWarned(reply);
            assertThat(failing.service().audit(1).get(0).getBoolean("state_unknown"))
                    .isTrue();
            failing.server().restart();
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F20")
    @Test
    void f20AKilledRedisIsAReasonToRefuseWhereTheOperatorSaysSo() {
        try (FailingRedis failing = FailingRedis.start(Map.of("safe-mode.unknown-state", "refuse"))) {
            failing.redis().ask(Command.SAVE);
            SortedMap<String, String> before = failing.platform().snapshot();
            failing.server().kill();
            FailingRedis.assertStateUnavailable(failing.delete(), true);
            failing.server().restart();
            assertThat(failing.platform().snapshot()).as("I11").isEqualTo(before);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F21")
    @Test
    void f21ARedisFrozenBeforeIsGivenUpInTime() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.server().freeze();
            long started = System.nanoTime();
            Reply reply = failing.delete();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).as("I14").isLessThan(LIMIT);
            failing.server().thaw();
            failing.assertOnlyRedisFailed(reply, true);
            assertWarned(reply);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F21")
    @Test
    void f21ARedisFrozenBetweenReadAndLeaseIsGivenUpInTime() {
        try (FailingRedis failing = FailingRedis.start()) {
            Reply reply = frozenAt(failing, "tasksweep:lease");
            failing.assertOnlyRedisFailed(reply, true);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F21")
    @Test
    void f21ARedisFrozenAfterTheFilesAreGoneIsGivenUpInTimeAndItsLateAnswersDoNoHarm() {
        try (FailingRedis failing = FailingRedis.start()) {
            Reply reply = frozenAt(failing, "UNLINK");
            failing.assertOnlyRedisFailed(reply, true);
            failing.assertRepeatEndsIt();
        }
    }

    /** Asks, freezes Redis when that word is on its way to it, and lets it go on after the answer. */
    private static Reply frozenAt(FailingRedis failing, String word) {
        failing.proxy().stopAt(word);
        CompletableFuture<Reply> asked = failing.deleteLater();
        long started = System.nanoTime();
        until(failing.proxy()::stopped);
        failing.server().freeze();
        failing.proxy().goOn();
        Reply reply = await(asked);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).as("I14").isLessThan(LIMIT);
        assertThat(Files.exists(failing.platform().share().resolve(FailingRedis.TASK)))
                .isFalse();
        failing.server().thaw();
        return reply;
    }

    @Tag("F22")
    @ParameterizedTest(name = "F22 {1} after {0} bytes of replies")
    @CsvSource({
        "0, RESET",
        "1, RESET",
        "5, RESET",
        "23, RESET",
        "60, RESET",
        "111, RESET",
        "160, RESET",
        "200, RESET",
        "3, CLOSE",
        "40, CLOSE",
        "150, CLOSE",
        "2, SILENCE",
        "45, SILENCE",
        "170, SILENCE"
    })
    void f22AReplyThatEndsInTheMiddleIsNeverTakenForAnother(int bytes, Cut how) {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.proxy().cutRepliesAfter(bytes, how);
            assertOnlyRedisFailed(failing, failing.delete());
        }
    }

    @Tag("F22")
    @Test
    void f22OneConnectionIsResetAfterEachNumberOfBytes() {
        int ended = 0;
        try (FailingRedis failing = FailingRedis.start();
                ErrorLog errors = ErrorLog.open()) {
            for (int bytes = 0; bytes <= MOST_BYTES; bytes++) {
                failing.platform().task(FailingRedis.TASK, "pending", "SUCCESS");
                failing.proxy().cutAll(); // so that the handshake is cut too
                int faults = failing.proxy().faults();
                failing.proxy().cutOneReplyAfter(bytes, Cut.RESET);
                Reply reply = failing.delete();
                failing.proxy().heal();
                assertThat(failing.proxy().faults()).as("resets").isGreaterThan(faults);
                ended += "success".equals(reply.body().getString("status")) ? 1 : 0;
                assertThat(reply.status())
                        .as(bytes + ": " + reply.body().encode())
                        .isEqualTo(200);
                assertThat(retriable(reply))
                        .as(bytes + ": " + reply.body().encode())
                        .isTrue();
                assertThat(failing.delete().body().getString("status"))
                        .as("the repeat after %s bytes", bytes)
                        .isEqualTo("success");
                assertThat(failing.platform().holds(FailingRedis.TASK)).isFalse();
            }
            failing.assertNothingLeft();
            assertThat(errors.lines())
                    .as("a reply that was taken for another is a bug")
                    .noneMatch(line -> line.startsWith("io.tasksweep"));
        }
        LOG.warn("F22: {} resets, {} deletions succeeded all the same", MOST_BYTES + 1, ended);
    }

    private static boolean retriable(Reply reply) {
        return "success".equals(reply.body().getString("status"))
                || reply.item("redis").getBoolean("retriable");
    }

    @Tag("F22")
    @Test
    void f22WithALatencyOfOneAndAHalfSecondsItTakesLongerAndSucceeds() {
        try (FailingRedis failing = FailingRedis.start(Map.of("stores.timeout", "10s", "deletion.timeout", "60s"))) {
            failing.proxy().delayReplies(LATENCY);
            long started = System.nanoTime();
            Reply reply = failing.delete();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(LATENCY);
            failing.assertDeleted(reply);
            failing.proxy().heal();
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F22")
    @Test
    void f22ABlackHoleIsGivenUpInTime() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.proxy().swallow();
            long started = System.nanoTime();
            Reply reply = failing.delete();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).as("I14").isLessThan(LIMIT);
            failing.assertOnlyRedisFailed(reply, true);
            failing.proxy().heal();
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F22")
    @Test
    void f22RepliesThatComeTooLateAreGivenToNobodyElse() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.proxy().delayReplies(Duration.ofMillis(2_500));
            assertOnlyRedisFailed(failing, failing.delete());
        }
    }

    @Tag("F22")
    @ParameterizedTest(name = "F22 {0} at the first deletion in Redis")
    @EnumSource(Cut.class)
    void f22TheLineBreaksWhileTheStateIsDeleted(Cut how) {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.proxy().stopAt("UNLINK");
            CompletableFuture<Reply> asked = failing.deleteLater();
            until(failing.proxy()::stopped);
            failing.proxy().cutRepliesAfter(2, how);
            failing.proxy().goOn();
            assertOnlyRedisFailed(failing, await(asked));
        }
    }

    /** No reply comes through as long as the fault lasts; it ends here. */
    private static void assertOnlyRedisFailed(FailingRedis failing, Reply reply) {
        assertThat(failing.proxy().faults()).isPositive();
        failing.proxy().heal();
        failing.assertOnlyRedisFailed(reply, true);
        failing.assertRepeatEndsIt();
    }
}
