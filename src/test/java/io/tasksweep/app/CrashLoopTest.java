package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F50: one node after the other is killed while it deletes; another, which runs all the time, finishes what they began. The
 * moments are spread over a little more than such a deletion takes, so that some die after the answer. {@code -Dcrash.rounds=200
 * -Dcrash.seed=1} asks for more rounds, or the same moments again.
 */
@Tag("faults")
@Timeout(value = 1, unit = TimeUnit.HOURS) // 200 rounds took ten minutes on a slow machine
class CrashLoopTest {
    private static final Logger LOG = LoggerFactory.getLogger(CrashLoopTest.class);
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);
    private static final long AT_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TASKS = 3;
    private static final int FILES = 40;
    private static final Map<String, Object> PATIENT = Map.of("deletion.timeout", "50s"); // longer than a lease

    private final Launch launch;
    private final TestingPlatform platform;
    private final DoomedTasks tasks;
    private final ServiceProcess survivor;
    private ServiceProcess next;
    private int cutOff;

    CrashLoopTest(@TempDir Path directory) {
        launch = Launch.namesJar() ? withArchive(directory.resolve("classes.jsa")) : Launch.USUAL;
        platform = TestingPlatform.start();
        tasks = new DoomedTasks(platform);
        survivor = node();
        next = node();
    }

    @AfterEach
    void close() {
        next.close();
        survivor.close();
        platform.close();
    }

    /** With an archive of its classes the jar starts in half the time, and starting is most of what this test does. */
    private static Launch withArchive(Path archive) {
        Launch recording = Launch.USUAL.option("-XX:ArchiveClassesAtExit=" + archive);
        try (TestingPlatform other = TestingPlatform.start();
                ServiceProcess first =
                        ServiceProcess.on(other, PATIENT, recording).ready()) {
            warmUp(other, first);
            first.terminate();
            first.exitCode();
            assertThat(archive).as(first.log()).exists();
        }
        return Launch.USUAL.option("-XX:SharedArchiveFile=" + archive);
    }

    private ServiceProcess node() {
        return ServiceProcess.on(platform, PATIENT, launch);
    }

    private static List<String> ids(int round) {
        return IntStream.range(0, TASKS)
                .mapToObj(i -> "round-" + round + "-" + i + "-x")
                .toList();
    }

    @Test
    @Tag("F50")
    @Tag("I02")
    @Tag("I06")
    @Tag("I07")
    void killedAtAnyMomentNothingIsLostAndNothingIsLeft() {
        tasks.seedNeighboursOf(IntStream.range(0, ROUNDS)
                .mapToObj(CrashLoopTest::ids)
                .flatMap(List::stream)
                .toList());
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            answered += round(ids(round), random.nextDouble());
        }
        assertThat(cutOff).as("kills in the middle").isPositive();
        tasks.finishWith(survivor);
        tasks.assertNothingIsLeftAndNobodyElseTouched();
        LOG.warn(
                "crash.seed={}: {} kills, {} of them in the middle, {} tasks, {} answered before; none lost, none left, no neighbour touched",
                seed,
                ROUNDS,
                cutOff,
                tasks.size(),
                answered);
    }

    /** How many requests were answered before the node died. */
    private int round(List<String> ids, double moment) {
        ids.forEach(id -> tasks.make(id, FILES));
        try (ServiceProcess victim = next.ready()) {
            next = node(); // starts meanwhile
            long latest = Math.max(AT_LEAST_NANOS, warmUp(platform, victim) / (Launch.namesJar() ? 1 : 2));
            List<CompletableFuture<Reply>> asked =
                    ids.stream().map(victim::delete).toList();
            LockSupport.parkNanos((long) (moment * latest)); // no wait for anything: the moment of the crash
            victim.kill();
            ids.forEach(tasks::assertTheRecordGoesLast);
            cutOff += ids.stream().anyMatch(tasks::isCutOff) ? 1 : 0;
            return (int) asked.stream().filter(CrashLoopTest::succeeded).count();
        }
    }

    /** How long the first deletion takes. Without an archive it loads many classes, and takes twice as long as those that follow. */
    private static long warmUp(TestingPlatform platform, ServiceProcess victim) {
        platform.task("warm-up", "pending", "SUCCESS");
        long began = System.nanoTime();
        assertThat(victim.delete("warm-up").join().status()).isEqualTo(200);
        return System.nanoTime() - began;
    }

    private static boolean succeeded(CompletableFuture<Reply> asked) {
        return asked.handle((reply, failure) -> failure == null && reply.status() == 200)
                .join();
    }
}
