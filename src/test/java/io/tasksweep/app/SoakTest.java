package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.ProcessFigures;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes under a mixed load for {@code -Dsoak.minutes=20}, while a store or a node has a fault every 20 s. One node is killed now and
 * then; the other one runs all the time, and what it uses must not grow.
 */
@Tag("soak")
@Timeout(value = 1, unit = TimeUnit.DAYS) // it lasts as long as it is told to
class SoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("soak.minutes", 20));
    private static final int CLIENTS = 16;
    private static final Duration PAUSE = Duration.ofSeconds(2); // of each client: half a core is enough for all of it
    private static final Duration CYCLE = Duration.ofSeconds(20);
    private static final Duration FAULT = Duration.ofSeconds(4);
    private static final int CYCLES_TO_WARM_UP = 9; // every fault once

    private final TestingPlatform platform = TestingPlatform.start();
    private final FaultyProxy redis = FaultyProxy.before(platform.redisPort());
    private final FaultyProxy objects = FaultyProxy.before(platform.objects().port());
    private final PassingFaults faults = new PassingFaults(platform, redis, objects, this::killOther);
    private final ServiceProcess steady = node();
    private final SoakClients clients = new SoakClients(platform, () -> steady, this::other, faults);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
    private final SortedMap<String, String> decoys = new TreeMap<>();
    private volatile ServiceProcess other = node();

    private ServiceProcess node() {
        return ServiceProcess.on(
                platform,
                Map.of(
                        "redis.port", redis.port(),
                        "minio.port", objects.port(),
                        "stores.timeout", "3s",
                        "deletion.timeout", "20s",
                        "deletion.second-passes", List.of("5s", "15s")));
    }

    private ServiceProcess other() {
        return other;
    }

    private void killOther() {
        other.close();
        other = node().ready();
    }

    @BeforeEach
    void start() {
        List.of("soak", "SOAK-1-X", "soak-1-", "soak-1-x0", "soak-1-x.bak", "oak-1-x")
                .forEach(name -> platform.task(name, "pending", "IN_PROGRESS"));
        decoys.putAll(platform.snapshot());
        steady.ready();
        other.ready();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        steady.close();
        other.close();
        redis.close();
        objects.close();
        platform.close();
    }

    @Test
    @Tag("I02")
    @Tag("I07")
    @Tag("I09")
    @Tag("I14")
    void underLoadAndFaultsNothingGrowsAndEveryAnswerIsExplained() throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(
                    threads.scheduleWithFixedDelay(this::safely, 100L * i, PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        }
        List<ProcessFigures> figures = new ArrayList<>();
        long cycles = Math.max(CYCLES_TO_WARM_UP + 1, TIME.dividedBy(CYCLE));
        for (int cycle = 1; cycle <= cycles; cycle++) {
            cycle(figures, cycle);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        LOG.warn("{}; {} faults", clients, faults.count());
        finish();
        report(figures);
        assertThat(running).as("no client has given up").allMatch(Future::isCancelled);
        assertThat(clients.unexplained()).isEmpty();
        assertNothingGrew(figures);
        assertThat(requestsRecorded()).as("I09").isEqualTo(clients.answeredBySteady());
        assertOnlyDecoysAreLeft();
    }

    private void safely() {
        try {
            clients.next();
        } catch (Throwable bug) { // or its client would ask no more
            LOG.error("a client of the test", bug);
            clients.unexplained().add("a client of the test: " + bug);
        }
    }

    /** The figures are taken long after one fault and before the next. */
    private void cycle(List<ProcessFigures> figures, int cycle) throws InterruptedException {
        Runnable end = faults.begin();
        pass(FAULT);
        end.run();
        pass(CYCLE.minus(FAULT));
        if (cycle >= CYCLES_TO_WARM_UP) {
            figures.add(ProcessFigures.of(steady.pid()));
        }
    }

    /** Time is what this test is about. */
    private static void pass(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** Healthy again, repeats end everything. */
    private void finish() {
        for (int tries = 0; tries < 2_000 && !clients.allDone(); tries++) {
            clients.finishOne();
        }
        assertThat(clients.allDone()).isTrue();
        until(() -> platform.redis().keys("tasksweep:lease:*").isEmpty());
    }

    private void report(List<ProcessFigures> figures) {
        LOG.warn("{}; {} faults", clients, faults.count());
        LOG.warn("first: {}", figures.get(0));
        LOG.warn("last: {}", figures.get(figures.size() - 1));
        LOG.warn(
                "most: heap {} bytes",
                figures.stream().mapToLong(ProcessFigures::heap).max().orElse(0));
    }

    private static void assertNothingGrew(List<ProcessFigures> figures) {
        assertNotMore("heap", figures, ProcessFigures::heap, first -> first * 11 / 10 + 1_000_000);
        assertNotMore("descriptors", figures, ProcessFigures::descriptors, first -> first + 12);
        assertNotMore("sockets", figures, ProcessFigures::sockets, first -> first + 12);
        assertNotMore("threads", figures, ProcessFigures::threads, first -> first + 6);
    }

    /** What leaks is never as little again: the least of some at the end, since a moment's load may stand in any figure. */
    private static void assertNotMore(
            String what, List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure, LongUnaryOperator most) {
        int some = Math.max(figures.size() < 4 ? 1 : 2, figures.size() / 8);
        int end = figures.size();
        long first = figures.subList(0, some).stream().mapToLong(figure).max().orElseThrow();
        long last = figures.subList(end - some, end).stream()
                .mapToLong(figure)
                .min()
                .orElseThrow();
        assertThat(last).as(what).isLessThan(most.applyAsLong(first));
    }

    /** The sweeper's own records are nobody's request. */
    private long requestsRecorded() {
        return steady.audit().stream()
                .filter(entry -> !entry.getString("request_id", "").startsWith("sweeper-"))
                .count();
    }

    private void assertOnlyDecoysAreLeft() {
        SortedMap<String, String> after = platform.snapshot();
        after.keySet().removeIf(name -> name.startsWith("key tasksweep:") || name.equals("file .tasksweep/"));
        assertThat(after).containsExactlyInAnyOrderEntriesOf(decoys);
    }
}
