package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * B2 and F50: one node after the other is killed while it deletes; another, which runs all the time, finishes what they began.
 * Nothing is cleared away by hand: what a dead node held is free when its lease has run out. {@code -Dcrash.rounds=200
 * -Dcrash.seed=1} asks for more rounds, or the same moments again.
 */
@Tag("faults")
class CrashLoopTest {
    private static final Logger LOG = LoggerFactory.getLogger(CrashLoopTest.class);
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 20);
    private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int TASKS = 3;
    private static final int FILES = 40;
    private static final int AT_ONCE = 60; // below limits.concurrent-deletions
    private static final Map<String, Object> PATIENT = Map.of("deletion.timeout", "50s"); // longer than a lease

    private final TestingPlatform platform = TestingPlatform.start();
    private final ServiceProcess survivor = ServiceProcess.on(platform, PATIENT);
    private final List<String> tasks = new ArrayList<>();
    private final SortedMap<String, String> neighbours = new TreeMap<>();
    private ServiceProcess next = ServiceProcess.on(platform, PATIENT);

    @BeforeEach
    void seed() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < TASKS; i++) {
                neighboursOf(id(round, i));
            }
        }
        neighbours.putAll(platform.snapshot());
    }

    private void neighboursOf(String task) {
        List.of(task + "0", task + ".bak", task.toUpperCase(java.util.Locale.ROOT))
                .forEach(name -> platform.task(name, "pending", "SUCCESS"));
    }

    @AfterEach
    void close() {
        next.close();
        survivor.close();
        platform.close();
    }

    private static String id(int round, int i) {
        return "round-" + round + "-" + i + "-x";
    }

    @Test
    @Tag("F50")
    @Tag("I02")
    @Tag("I06")
    @Tag("I07")
    void f50KilledAtAnyMomentNothingIsLostAndNothingIsLeft() {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            answered += round(round, (long) (random.nextDouble() * LATEST_NANOS));
        }
        survivor.ready();
        for (int from = 0; from < tasks.size(); from += AT_ONCE) {
            finish(tasks.subList(from, Math.min(tasks.size(), from + AT_ONCE)));
        }
        LOG.warn("crash.seed={}: {} kills, {} tasks, {} answered before", seed, ROUNDS, tasks.size(), answered);
        assertNothingIsLeftAndNobodyElseTouched();
    }

    /** How many requests were answered before the node died. */
    private int round(int round, long nanos) {
        List<String> ids = IntStream.range(0, TASKS).mapToObj(i -> id(round, i)).toList();
        ids.forEach(this::make);
        try (ServiceProcess victim = next.ready()) {
            next = ServiceProcess.on(platform, PATIENT); // starts meanwhile
            platform.task("warm-up", "pending", "SUCCESS");
            assertThat(victim.delete("warm-up").join().status()).isEqualTo(200);
            List<CompletableFuture<Reply>> asked =
                    ids.stream().map(victim::delete).toList();
            LockSupport.parkNanos(nanos); // no wait for anything: the moment of the crash
            victim.kill();
            ids.forEach(this::assertTheRecordGoesLast);
            return (int) asked.stream().filter(CrashLoopTest::succeeded).count();
        }
    }

    private void make(String id) {
        tasks.add(id);
        platform.task(id, "pending", "SUCCESS");
        IntStream.range(0, FILES).forEach(i -> platform.file(id + "/frames/" + i % 7 + "/" + i, "frame " + i));
        IntStream.range(0, FILES / 2).forEach(i -> platform.object(id + "/frames/" + i, "frame " + i));
    }

    private static boolean succeeded(CompletableFuture<Reply> asked) {
        return asked.handle((reply, failure) -> failure == null && reply.status() == 200)
                .join();
    }

    /** I06: while a file or object is there, so is the state, or a receipt that says so. */
    private void assertTheRecordGoesLast(String id) {
        boolean data = Files.exists(platform.share().resolve(id))
                || Files.exists(platform.share().resolve(".tasksweep").resolve(id))
                || platform.objects().objects().keySet().stream().anyMatch(key -> key.startsWith(id + "/"));
        boolean record = !platform.redis().keys(id + ":*:*").isEmpty() || !"done".equals(receipt(id));
        assertThat(record || !data).as("I06 for " + id).isTrue();
    }

    private String receipt(String id) {
        return platform.redis()
                .ask(Command.HGET, "tasksweep:receipt:{" + id + "}", "state")
                .map(String::valueOf)
                .orElse("done");
    }

    /** One repeat each: it waits for the lease of the dead. */
    private void finish(List<String> ids) {
        assertThat(survivor.deleteAll(ids))
                .allMatch(reply -> reply.status() == 200)
                .allMatch(reply -> "success".equals(reply.body().getString("status")));
    }

    private void assertNothingIsLeftAndNobodyElseTouched() {
        SortedMap<String, String> after = platform.snapshot();
        after.keySet()
                .removeIf(name -> name.startsWith("key tasksweep:receipt:{")
                        || name.equals("key tasksweep:open")
                        || name.startsWith("file .tasksweep")
                        || name.equals("key tasksweep:lease:{warm-up}"));
        assertThat(after).containsExactlyInAnyOrderEntriesOf(neighbours);
        assertThat(tasks).noneMatch(platform::holds);
        assertThat(tasks).allMatch(id -> "done".equals(receipt(id)));
    }
}
