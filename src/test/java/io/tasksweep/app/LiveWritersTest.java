package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.Signals;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Other processes at work in the share while the whole service deletes there. */
@Tag("faults")
@Tag("F14")
class LiveWritersTest {
    private static final Logger LOG = LoggerFactory.getLogger(LiveWritersTest.class);
    private static final String TASK = "task-1";
    private static final int ROUNDS = 200;
    private static final int AT_ONCE = 20;

    private final TestingPlatform platform = TestingPlatform.start();
    private final TestingService service = TestingService.on(platform, Map.of());
    private final Decoys decoys = Decoys.around(platform, TASK);
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void neighbours() {
        decoys.assertUnchanged();
    }

    @AfterEach
    void close() {
        started.forEach(Process::destroyForcibly);
        started.forEach(process -> process.onExit().join());
        decoys.close();
        service.close();
        platform.close();
    }

    /** Its loops end by themselves once there is no share. */
    private Process shell(String script) throws IOException {
        Process process = new ProcessBuilder(
                        "sh", "-c", script, "sh", platform.share().toString())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return process;
    }

    private static String ended(Process process) throws IOException {
        Signals.send("TERM", process.pid()); // destroy() would close what is still to be read
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().isAlive()).isFalse();
        return said;
    }

    /** It makes the path again and again; what it says of what went away under its hands is nobody's business. */
    private Process writer() throws IOException {
        return shell("exec 2>/dev/null; n=0; cd $1; while [ -d $1 ]; do n=$((n + 1)); mkdir -p task-1/a/b;"
                + " echo x > task-1/a/b/$n; echo x > task-1/$n; done");
    }

    @Test
    void againstAWriterThatMakesThePathAgainNothingIsSaidThatIsNotSo() throws IOException {
        int ok = 0;
        for (int round = 0; round < ROUNDS; round++) {
            platform.task(TASK, "pending", "SUCCESS");
            Path old = platform.share().resolve(TASK + "/input/video.mp4");
            Process writer = writer();
            until(() ->
                    Files.exists(platform.share().resolve(TASK + "/a/b"))); // from now on it writes until it is ended
            Reply reply = service.delete(TASK, false);
            String told = reply.body().encode();
            boolean deleted = reply.outcome("local_directory").equals("deleted");
            assertThat(deleted || reply.item("local_directory").getBoolean("retriable"))
                    .as(told)
                    .isTrue();
            assertThat(old).as("what was there before is gone").doesNotExist();
            ok += deleted ? 1 : 0;
            ended(writer);
            assertThat(service.delete(TASK, false).body().getString("status")).isEqualTo("success");
            assertThat(platform.holds(TASK)).isFalse();
        }
        LOG.warn("F14: {} rounds against a live writer, {} of them deleted at once", ROUNDS, ok);
        decoys.assertUnchanged();
    }

    /** Late writes of an active task that was forced away are found by the next pass, and counted. */
    @Test
    void whatAWriterMadeAfterAForcedDeletionGoesWithTheNextPass() throws IOException {
        try (TestingService passing =
                TestingService.on(platform, Map.of("deletion.second-passes", List.of("5s", "10s")))) {
            platform.task(TASK, "running", "IN_PROGRESS");
            assertThat(passing.delete(TASK, true).body().getString("status")).isEqualTo("success");
            Process writer = writer();
            until(() -> platform.holds(TASK));
            ended(writer);
            until(() -> passing.receipt(TASK).body().getLong("late_writes", 0L) > 0 && !platform.holds(TASK));
        }
        decoys.assertUnchanged();
    }

    /** Each task appears as a whole and goes as a whole: it is moved away before anything in it is deleted. */
    @Test
    void whoeverListsTheRootSeesATaskWholeOrNotAtAll() throws IOException {
        List<String> tasks =
                IntStream.range(0, ROUNDS).mapToObj(i -> "listed-" + i).toList();
        for (String task : tasks) {
            Path staged = Files.createTempDirectory(platform.share().getParent(), "tasksweep-staged-");
            Files.createDirectories(staged.resolve("a/b"));
            for (int file = 0; file < 20; file++) {
                Files.createFile(staged.resolve("a/b/" + file));
            }
            Files.createFile(staged.resolve("a/b/last"));
            Files.move(staged, platform.share().resolve(task));
        }
        Process lister = shell(
                "n=0; trap 'echo $n rounds; exit' TERM; while [ -d $1 ]; do n=$((n + 1)); for d in $1/* $1/.[!.]*; do"
                        + " case ${d##*/} in listed-*) [ -e $d/a/b/last ] || [ ! -e $d ] || echo half $d;;"
                        + " .tasksweep|.tasksweep-listed-*|*ask*|*ASK*|'.[!.]*') ;; *) echo odd $d;; esac; done; done");
        for (int from = 0; from < ROUNDS; from += AT_ONCE) {
            for (CompletableFuture<Reply> reply : service.deleteAtOnce(tasks.subList(from, from + AT_ONCE))) {
                assertThat(await(reply).body().getString("status")).isEqualTo("success");
            }
        }
        String said = ended(lister);
        LOG.warn("Another process listed the root meanwhile: {}", said.strip());
        assertThat(said).doesNotContain("half").doesNotContain("odd").contains("rounds");
        assertThat(Integer.parseInt(said.replaceAll("\\D", ""))).isGreaterThan(10);
    }
}
