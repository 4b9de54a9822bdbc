package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * B6 for files: trees of any size with 64 MB of heap and 256 descriptors, on whatever file system the build is on. {@code -Dlarge.files=100000} asks for fewer than a million.
 */
@Tag("faults")
@Timeout(value = 1, unit = TimeUnit.HOURS)
@Tag("I13")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeTreesTest {
    private static final Logger LOG = LoggerFactory.getLogger(LargeTreesTest.class);
    private static final int FILES = Integer.getInteger("large.files", 1_000_000);
    private static final int LEVELS = 30_000;
    private static final int DESCRIPTORS = 256;
    private static final int MOST_REQUESTS = 60;
    private static final String LONG = "50s"; // the client waits for a minute
    private static final String SHORT = "5s"; // a million files take longer on most machines
    private static final Pattern HEAP = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private final TestingPlatform platform = TestingPlatform.withRoom();
    private @Nullable ServiceProcess started; // when all is seeded

    /** Before anything is deleted: ext4 passes over each inode that was freed in the last minutes, which makes a second seeding slow. */
    @BeforeAll
    void seed() throws IOException {
        seeded("mkdir wide; cd wide; seq " + FILES + " | xargs touch");
        seeded("mkdir many; cd many; for d in $(seq 1000); do mkdir $d; (cd $d; seq " + FILES / 1000
                + " | xargs touch); done");
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
            started = null;
        }
    }

    @AfterAll
    void close() {
        platform.close();
    }

    private ServiceProcess service(String timeout) {
        ServiceProcess service = ServiceProcess.on(
                platform,
                Map.of("deletion.timeout", timeout),
                Launch.confined("-XX:+ExitOnOutOfMemoryError", "-Xlog:gc:file={directory}/gc")
                        .files(DESCRIPTORS));
        started = service;
        service.ready();
        service.delete("nobody-knows-it").join(); // loads the classes of a look
        return service;
    }

    private Path share() {
        return platform.share();
    }

    /** And written out, so that nobody is measured who waits for the disk. */
    private void seeded(String script) throws IOException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder("sh", "-euc", script + "; sync -f .")
                .directory(share().toFile())
                .inheritIO()
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
        LOG.warn("seeded in {} s", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    /**
     * As often as the time limit makes it necessary; each goes on where the last one stopped. Where the disk stood still for longer than
     * an answer waits, that answer has no counts.
     */
    private void deletedInTheEnd(String task, String timeout, long files, long directories) {
        ServiceProcess service = service(timeout);
        long begin = System.nanoTime();
        long gone = 0;
        long folders = 0;
        int requests = 0;
        int uncounted = 0;
        Reply reply;
        do {
            reply = answer(service, task);
            JsonObject details = reply.item("local_directory").getJsonObject("details");
            gone += details.getLong("files", 0L);
            folders += details.getLong("directories", 0L);
            uncounted += details.isEmpty() ? 1 : 0;
            assertThat(++requests).isLessThan(MOST_REQUESTS);
        } while (reply.item("local_directory").getBoolean("retriable"));
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
        assertThat(platform.holds(task)).isFalse();
        assertThat(gone).isBetween(uncounted == 0 ? files : 0, files);
        assertThat(folders).isBetween(uncounted == 0 ? directories : 0, directories);
        LOG.warn(
                "{}: {} files and {} directories in {} s, {} requests, {} without counts; resident {} MiB at most, heap {} MiB, after collections {}",
                task,
                files,
                directories,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                requests,
                uncounted,
                service.peakMebibytes(),
                heap(service, 1),
                heap(service, 2));
    }

    private static Reply answer(ServiceProcess service, String task) {
        try {
            return service.delete(task).join();
        } catch (CompletionException none) {
            throw new AssertionError(service.ended() + service.log(), none);
        }
    }

    /** The most that was in use, before collections (1) or after them (2). */
    private static long heap(ServiceProcess service, int group) {
        return HEAP.matcher(service.written("gc"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(group)))
                .max()
                .orElse(0);
    }

    @Test
    @Tag("F12")
    void thirtyThousandLevelsGo() throws IOException {
        Path inner = Files.createDirectory(share().resolve("inner"));
        Path around = share().resolve("around");
        Files.createFile(inner.resolve("bottom"));
        for (int level = 1; level < LEVELS; level++) { // no path could name the lowest one
            Files.createDirectory(around);
            Files.move(inner, around.resolve("d"));
            Files.move(around, inner);
        }
        Files.move(inner, share().resolve("deep"));
        deletedInTheEnd("deep", LONG, 1, LEVELS);
    }

    @Test
    @Tag("F13")
    void aMillionFilesInOneDirectoryGo() {
        deletedInTheEnd("wide", LONG, FILES, 1);
    }

    @Test
    @Tag("F13")
    void aMillionFilesInAThousandDirectoriesGo() {
        deletedInTheEnd("many", SHORT, FILES / 1000 * 1000L, 1_001);
    }
}
