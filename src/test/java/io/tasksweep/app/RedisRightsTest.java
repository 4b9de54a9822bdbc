package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The user that {@code docs/operations.md} tells how to make: its rights are enough, and none is too many. */
@Tag("F26")
class RedisRightsTest {
    private static final String TASK = "task-1";
    private static final String DOCUMENTED = "ACL SETUSER tasksweep on ";
    private static final String FOR_LARGE = "ACL SETUSER tasksweep +";
    private static final int MANY_KEYS = 50_000;

    /** Open to every user, whatever its rights. */
    private static final Set<String> OPEN_TO_ALL = Set.of("auth", "hello", "quit", "reset");

    private final TestingPlatform platform = TestingPlatform.start();
    private final List<String> rules = rules(DOCUMENTED);
    private final RedisClient redis = platform.redis();

    private static List<String> rules(String documented) {
        try {
            String line = Files.readString(Path.of("docs", "operations.md"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> text.startsWith(documented))
                    .findFirst()
                    .orElseThrow();
            return Arrays.asList(line.substring("ACL ".length()).split(" "));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private String password() {
        return rules.stream()
                .filter(rule -> rule.startsWith(">"))
                .map(rule -> rule.substring(1))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> granted() {
        return rules.stream()
                .filter(rule -> rule.startsWith("+"))
                .map(rule -> rule.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @BeforeEach
    void makeTheUser() {
        redis.ask(Command.ACL, rules.toArray());
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private TestingService service() {
        redis.ask(Command.ACL, "SETUSER", "default", "resetpass", ">of-the-test");
        return TestingService.on(
                platform,
                Map.of(
                        "redis.username", rules.get(1),
                        "redis.password", password(),
                        "deletion.second-passes", List.of("5s")));
    }

    /** Deletion, refusal, receipt, sweeper and second pass: every command that there is to send is sent. */
    @Test
    void theDocumentedRightsAreEnoughAndEachIsUsed() {
        platform.task(TASK, "pending", "IN_PROGRESS");
        platform.task("task-2", "pending", "SUCCESS");
        redis.ask(Command.HSET, TASK + ":node:list", "no", "text"); // takes a look at types, and at lengths
        redis.countAnew(); // some are sent on connecting only, which a warm service has done
        try (TestingService service = service()) {
            assertThat(service.delete(TASK, false).code()).isEqualTo("task_active");
            assertThat(service.delete("task-2", false).body().getString("status"))
                    .isEqualTo("success");
            assertThat(service.delete(TASK, true).body().getString("status")).isEqualTo("success");
            platform.file(TASK + "/late.txt", "written by a worker that did not look at the fence");
            until(() -> service.receipt(TASK).body().getInteger("late_writes") == 1);
            until(() -> redis.keys("tasksweep:open").isEmpty());
            assertThat(service.delete(TASK, false).body().getString("status")).isEqualTo("success");
            service.management("/health/ready");
            assertThat(platform.holds(TASK)).isFalse();
        }
        assertThat(redis.ask(Command.ACL, "LOG").map(Response::size))
                .as("nothing was denied")
                .hasValue(0);
        assertThat(granted()).allMatch(command -> redis.calls(command) > 0);
    }

    /** With and without them: what Redis does not tell is searched for under the lease, and afterwards. */
    @Test
    void aLargeDatabaseNeedsNoFurtherRightsAndIsSearchedOnceWithThem() {
        redis.ask(Command.DEBUG, "POPULATE", MANY_KEYS, "foreign:key");
        long without;
        try (TestingService service = service()) {
            deleted(service, "task-1");
            without = scansOf(service, "task-2");
        }
        redis.ask(Command.ACL, rules(FOR_LARGE).toArray());
        redis.ask(Command.ACL, "LOG", "RESET");
        try (TestingService service = service()) {
            deleted(service, "task-1");
            assertThat(scansOf(service, "task-2")).isEqualTo(without / 3).isGreaterThan(8);
        }
        assertThat(redis.ask(Command.ACL, "LOG").map(Response::size))
                .as("nothing was denied")
                .hasValue(0);
    }

    private long scansOf(TestingService service, String task) {
        redis.countAnew();
        deleted(service, task);
        return redis.calls("scan");
    }

    private void deleted(TestingService service, String task) {
        platform.task(task, "pending", "SUCCESS");
        assertThat(service.delete(task, false).body().getString("status")).isEqualTo("success");
        assertThat(platform.holds(task)).isFalse();
    }

    /** The commands that are not refused; past the client, which sends some of them on certain conditions only. */
    private Set<String> permitted(List<Response> commands) {
        Set<String> permitted = new TreeSet<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            out.write(("AUTH " + rules.get(1) + " " + password() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(answers.readLine()).isEqualTo("+OK");
            for (Response command : commands) {
                String name = command.get(0).toString();
                int words = Math.abs(Integer.parseInt(command.get(1).toString())) - 1;
                if (granted().contains(name)) {
                    permitted.add(name);
                } else if (!OPEN_TO_ALL.contains(name)) {
                    out.write((name + " x".repeat(words) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    if (!answers.readLine().contains("NOPERM")) {
                        permitted.add(name);
                    }
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return permitted;
    }

    @Test
    void nothingElseIsPermitted() {
        redis.set("somebody:else", "a key of two parts");
        redis.set("task-1:a:b", "a key of a task");
        List<Response> commands =
                redis.ask(Command.COMMAND).stream().flatMap(Response::stream).toList();
        redis.ask(Command.ACL, "SETUSER", "default", "resetpass", ">of-the-test");
        try (RedisClient user = RedisClient.as(redis.port(), rules.get(1), password())) {
            assertThat(commands).hasSizeGreaterThan(200);
            assertThat(permitted(commands)).isEqualTo(granted());
            assertThat(user.says("NOPERM", Command.UNLINK, "somebody:else")).isTrue();
            assertThat(user.says("NOPERM", Command.GETRANGE, "somebody:else", 0, 1))
                    .isTrue();
            assertThat(user.says("NOPERM", Command.EVAL, "return redis.call('DEL', KEYS[1])", 1, "somebody:else"))
                    .isTrue();
        }
        assertThat(redis.keys("somebody:else")).hasSize(1);
    }
}
