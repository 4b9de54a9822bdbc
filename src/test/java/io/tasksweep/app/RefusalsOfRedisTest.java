package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F23 to F26: Redis answers, and says no. */
@Tag("faults")
class RefusalsOfRedisTest {
    private static final String USER = "tasksweep";
    private static final String PASSWORD = "secret-of-redis";
    private static final Map<String, Object> AS_USER = Map.of("redis.username", USER, "redis.password", PASSWORD);
    private static final int LARGE_KEYS = 60;
    private static final String STATE_IMPOSSIBLE = "safe-mode check was impossible";

    private static void config(FailingRedis failing, String name, Object value) {
        failing.redis().ask(Command.CONFIG, "SET", name, value);
    }

    private static void acl(FailingRedis failing, String... rules) {
        Object[] all =
                Stream.concat(Stream.of("SETUSER", USER), Arrays.stream(rules)).toArray();
        failing.redis().ask(Command.ACL, all);
    }

    private static String warnings(Reply reply) {
        return reply.body().getJsonArray("warnings").encode();
    }

    @Tag("F23")
    @Test
    void f23ALoadingRedisIsAPassingFault() {
        try (FailingRedis failing = FailingRedis.start()) {
            config(failing, "rdbcompression", "no");
            failing.redis().ask(Command.DEBUG, "POPULATE", LARGE_KEYS, "large", 2_200_000); // it answers each 2 MB
            config(failing, "key-load-delay", 100_000); // microseconds for each key
            failing.redis().begin(Command.DEBUG, "RELOAD");
            until(() -> failing.redis().says("LOADING", Command.EXISTS, FailingRedis.STATE_KEY));
            Reply reply = failing.delete();
            until(() -> !failing.redis().says("LOADING", Command.EXISTS, FailingRedis.STATE_KEY));
            config(failing, "rdbcompression", "yes"); // a decoy's dump depends on it
            IntStream.range(0, LARGE_KEYS).forEach(i -> failing.redis().ask(Command.DEL, "large:" + i));
            failing.assertOnlyRedisFailed(reply, true);
            assertThat(reply.item("redis").getString("message")).contains("loading");
            assertThat(warnings(reply)).contains(STATE_IMPOSSIBLE);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F23")
    @Test
    void f23ABusyRedisIsAPassingFault() {
        try (FailingRedis failing = FailingRedis.start()) {
            config(failing, "lua-time-limit", 20);
            failing.redis().begin(Command.EVAL, "while true do end", 0);
            until(() -> failing.redis().says("BUSY", Command.EXISTS, FailingRedis.STATE_KEY));
            Reply reply = failing.delete();
            failing.redis().ask(Command.SCRIPT, "KILL");
            until(() -> !failing.redis().says("BUSY", Command.EXISTS, FailingRedis.STATE_KEY));
            failing.assertOnlyRedisFailed(reply, true);
            assertThat(reply.item("redis").getString("error")).isEqualTo("busy");
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F23")
    @Test
    void f23TooFewReplicasIsAPassingFault() {
        try (FailingRedis failing = FailingRedis.start()) {
            config(failing, "min-replicas-to-write", 1);
            Reply reply = failing.delete();
            config(failing, "min-replicas-to-write", 0);
            assertKeptForLackOfWrites(failing, reply);
        }
    }

    @Tag("F23")
    @Test
    void f23ARedisThatCannotPersistIsAPassingFault() throws IOException {
        try (FailingRedis failing = FailingRedis.start()) {
            Path inTheWay = failing.server().directory().resolve("dump.rdb");
            Files.createDirectories(inTheWay.resolve("not-empty"));
            config(failing, "save", "3600 1");
            failing.redis().ask(Command.BGSAVE);
            until(() -> failing.redis().says("MISCONF", Command.DEL, "task-of-nobody"));
            Reply reply = failing.delete();
            config(failing, "save", "");
            assertKeptForLackOfWrites(failing, reply);
        }
    }

    @Tag("F25")
    @Test
    void f25AReplicaIsReadAndKept() {
        try (FailingRedis failing = FailingRedis.start()) {
            replicaOfNobody(failing);
            Reply reply = failing.delete();
            failing.redis().ask(Command.REPLICAOF, "NO", "ONE");
            assertKeptForLackOfWrites(failing, reply);
        }
    }

    private static void replicaOfNobody(FailingRedis failing) {
        int nobody = failing.platform().objects().port();
        failing.redis().ask(Command.REPLICAOF, "127.0.0.1", nobody);
    }

    /** No intent could be written either, and the answer says so. */
    private static void assertKeptForLackOfWrites(FailingRedis failing, Reply reply) {
        failing.assertOnlyRedisFailed(reply, true);
        assertThat(warnings(reply)).contains("No intent could be written");
        assertThat(failing.redis().keys(FailingRedis.STATE_KEY)).hasSize(1);
        failing.assertRepeatEndsIt();
    }

    @Tag("F24")
    @Test
    void f24AFullRedisStillDeletesAndTakesTheReceipt() {
        try (FailingRedis failing = FailingRedis.start()) {
            config(failing, "maxmemory", 1);
            assertThat(failing.redis().says("OOM", Command.SET, "any", "thing")).isTrue();
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(reply.outcome("redis")).isEqualTo("deleted");
            assertThat(failing.service().receipt(FailingRedis.TASK).body().getString("state"))
                    .isEqualTo("done");
            config(failing, "maxmemory", 0);
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F26")
    @Test
    void f26WithoutAPasswordNothingIsDoneButByForce() {
        try (FailingRedis failing = FailingRedis.start()) {
            config(failing, "requirepass", PASSWORD);
            failing.proxy().cutAll();
            assertRefusedAndForced(failing, "bad_credentials", () -> config(failing, "requirepass", ""));
        }
    }

    @Tag("F26")
    @Test
    void f26WithAWrongPasswordNothingIsDoneButByForce() {
        try (FailingRedis failing = FailingRedis.start(AS_USER)) {
            acl(failing, "reset", "on", ">another", "~*", "+@all");
            failing.proxy().cutAll();
            assertRefusedAndForced(failing, "bad_credentials", () -> acl(failing, ">" + PASSWORD));
        }
    }

    @Tag("F26")
    @ParameterizedTest(name = "F26 NOPERM for {0}")
    @ValueSource(strings = {"scan", "exists", "getrange"})
    void f26WithoutTheRightToReadNothingIsDoneButByForce(String command) {
        try (FailingRedis failing = FailingRedis.start(AS_USER)) {
            acl(failing, "reset", "on", ">" + PASSWORD, "~*", "+@all", "-" + command);
            assertRefusedAndForced(failing, "access_denied", () -> acl(failing, "+" + command));
        }
    }

    /** 503 and I11; with force all but Redis goes on, and a repeat does not help until it is mended. */
    private static void assertRefusedAndForced(FailingRedis failing, String error, Runnable mend) {
        SortedMap<String, String> before = failing.platform().snapshot();
        FailingRedis.assertStateUnavailable(failing.delete(), false);
        assertThat(failing.platform().snapshot()).as("I11").isEqualTo(before);
        Reply forced = failing.service().delete(FailingRedis.TASK, true);
        failing.assertOnlyRedisFailed(forced, false);
        assertThat(forced.item("redis").getString("error")).isEqualTo(error);
        assertThat(warnings(forced)).contains(STATE_IMPOSSIBLE);
        mend.run();
        failing.assertRepeatEndsIt();
    }

    @Tag("F26")
    @Test
    void f26WithoutTheRightToDeleteTheRestIsDeletedAndRepeatsDoNotHelp() {
        try (FailingRedis failing = FailingRedis.start(AS_USER)) {
            acl(failing, "reset", "on", ">" + PASSWORD, "~*", "+@all", "-unlink");
            failing.assertOnlyRedisFailed(failing.delete(), false);
            Reply repeat = failing.delete();
            assertThat(repeat.body().getString("status")).isEqualTo("failed");
            assertThat(repeat.item("redis").getBoolean("retriable")).isFalse();
            acl(failing, "+unlink");
            failing.assertRepeatEndsIt();
        }
    }

    @Tag("F26")
    @Test
    void f26WithoutTheRightToOurOwnRecordsItGoesOnWithAWarning() {
        try (FailingRedis failing = FailingRedis.start(AS_USER)) {
            acl(failing, "reset", "on", ">" + PASSWORD, "~task-*", "~workflow_state:*", "+@all");
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(warnings(reply)).contains("No intent could be written");
            assertThat(failing.redis().keys("tasksweep:receipt:{" + FailingRedis.TASK + "}"))
                    .isEmpty();
            acl(failing, "~*");
            Reply repeat = failing.delete();
            assertThat(repeat.code()).as("nothing is known of it").isEqualTo("task_not_found");
            failing.assertNothingLeft();
        }
    }
}
