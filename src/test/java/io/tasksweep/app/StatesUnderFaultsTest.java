package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Background;
import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F27 and F31 to F36: the state is large, odd, or changes while it is looked at. */
class StatesUnderFaultsTest {
    private static final String READ_DONE = "tasksweep:lease"; // the first request that names it takes the lease
    private static final Map<String, Object> LONG = Map.of("stores.timeout", "10s", "deletion.timeout", "60s");

    /** Asks, and does something to Redis at the moment when that word is on its way to it. */
    private static Reply meanwhile(FailingRedis failing, String word, Consumer<FailingRedis> change) {
        failing.proxy().stopAt(word);
        CompletableFuture<Reply> asked = failing.deleteLater();
        until(failing.proxy()::stopped);
        change.accept(failing);
        failing.proxy().goOn();
        return await(asked);
    }

    private static int keysIn(Reply reply) {
        return reply.item("redis").getJsonObject("details").getInteger("keys");
    }

    @Tag("F27")
    @Test
    void f27AValueOfTwentyMegabytesIsTakenForWorkAndForcedAway() {
        try (FailingRedis failing = FailingRedis.start()) {
            String finished = state("completed").put("x", "x".repeat(20 << 20)).encode();
            failing.redis().set(FailingRedis.TASK + ":whisper:large", finished);
            assertThat(failing.delete().code()).isEqualTo("task_active");
            Reply forced = failing.service().delete(FailingRedis.TASK, true);
            failing.assertDeleted(forced);
            assertThat(keysIn(forced)).isEqualTo(2);
        }
    }

    @Tag("F27")
    @Test
    void f27FiveThousandNodesAreReadAndDeletedEach() {
        try (FailingRedis failing = FailingRedis.start()) {
            String state =
                    TestingPlatform.state("pending", "ffmpeg.cut", "SUCCESS").encode();
            failing.redis()
                    .ask(
                            Command.EVAL,
                            "for i = 1, 5000 do redis.call('SET', ARGV[1] .. ':n' .. i .. ':f', ARGV[2]) end",
                            0,
                            FailingRedis.TASK,
                            state);
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(keysIn(reply)).isEqualTo(5_001);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F31")
    @Test
    void f31AKeyThatExpiresMeanwhileIsNotCounted() {
        try (FailingRedis failing = FailingRedis.start()) {
            failing.redis().ask(Command.COPY, FailingRedis.STATE_KEY, FailingRedis.TASK + ":whisper:transcribe");
            Reply reply = meanwhile(failing, "unlink", it -> it.redis().ask(Command.DEL, FailingRedis.STATE_KEY));
            failing.assertDeleted(reply);
            assertThat(keysIn(reply)).isEqualTo(1);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F31")
    @Test
    void f31WhenAllStateExpiresBetweenReadAndLeaseTheRestIsDeleted() {
        try (FailingRedis failing = FailingRedis.start()) {
            Reply reply = meanwhile(failing, READ_DONE, it -> it.redis().ask(Command.DEL, FailingRedis.STATE_KEY));
            failing.assertDeleted(reply);
            assertThat(reply.outcome("redis")).isEqualTo("skipped");
            assertThat(reply.body().getJsonArray("warnings").encode()).contains("state was gone before it was deleted");
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F32")
    @Test
    void f32AHundredThousandKeysAddedWhileScanningAreCountedOnceAndGone() {
        try (FailingRedis failing = FailingRedis.start(LONG)) {
            failing.redis().ask(Command.DEBUG, "POPULATE", 10_000, FailingRedis.TASK + ":early");
            failing.proxy().stopAt("scan", 2);
            CompletableFuture<Reply> asked =
                    Background.supply(() -> failing.service().delete(FailingRedis.TASK, true));
            until(failing.proxy()::stopped);
            failing.redis().ask(Command.DEBUG, "POPULATE", 100_000, FailingRedis.TASK + ":late");
            failing.proxy().goOn();
            Reply reply = await(asked);
            failing.assertDeleted(reply);
            assertThat(keysIn(reply)).isEqualTo(110_001);
        }
    }

    @Tag("F34")
    @Test
    void f34ATaskThatStartsBetweenReadAndLeaseIsStillRefused() {
        try (FailingRedis failing = FailingRedis.start()) {
            SortedMap<String, String> before = new TreeMap<>();
            Reply reply = meanwhile(failing, READ_DONE, it -> {
                it.platform().state(FailingRedis.TASK, "ffmpeg:extract_audio", state("running"));
                before.putAll(it.platform().snapshot());
            });
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("task_active");
            before.remove("key tasksweep:open");
            assertThat(failing.platform().snapshot()).as("I11").isEqualTo(before);
            failing.platform().state(FailingRedis.TASK, "ffmpeg:extract_audio", state("completed"));
            failing.assertRepeatEndsIt();
        }
    }

    private static io.vertx.core.json.JsonObject state(String status) {
        return TestingPlatform.state(status, "ffmpeg.extract_audio", "SUCCESS");
    }

    @Tag("F35")
    @Test
    void f35KeysThatAreNoTextStayBytesUntilTheyAreGone() {
        try (FailingRedis failing = FailingRedis.start()) {
            byte[] odd = "task-1:..:f".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            odd[7] = (byte) 0xff;
            odd[8] = 0;
            failing.redis().set(odd, state("completed").encode());
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(keysIn(reply)).isEqualTo(2);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F36")
    @Test
    void f36ARestartWithoutPersistenceInTheMiddleIsSurvivedToo() {
        try (FailingRedis failing = FailingRedis.start()) {
            Reply reply = meanwhile(failing, "unlink", it -> {
                it.server().kill();
                it.server().restart();
            });
            assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
            assertThat(reply.outcome("local_directory")).isEqualTo("deleted");
            assertThat(reply.outcome("minio")).isEqualTo("deleted");
            assertThat(failing.delete().code())
                    .as("all is forgotten, nothing is left")
                    .isEqualTo("task_not_found");
            failing.platform().file(FailingRedis.TASK + "/late.txt", "written after all was forgotten");
            Reply repeat = failing.delete();
            failing.assertDeleted(repeat);
            assertThat(repeat.outcome("local_directory")).isEqualTo("deleted");
        }
    }

    @Tag("F36")
    @Test
    void f36AFlushInTheMiddleEndsTheDeletionAndARepeatGoesByEvidence() {
        try (FailingRedis failing = FailingRedis.start()) {
            SortedMap<String, String> others = new TreeMap<>(failing.platform().snapshot());
            others.keySet().removeIf(name -> name.startsWith("key ") || name.contains(" " + FailingRedis.TASK + "/"));
            Reply reply = meanwhile(failing, "unlink", it -> it.redis().ask(Command.FLUSHDB));
            failing.assertDeleted(reply);
            failing.platform().file(FailingRedis.TASK + "/late.txt", "written after all was forgotten");
            Reply repeat = failing.delete();
            failing.assertDeleted(repeat);
            assertThat(repeat.outcome("local_directory")).isEqualTo("deleted");
            assertThat(failing.platform().snapshot()).containsAllEntriesOf(others);
        }
    }
}
