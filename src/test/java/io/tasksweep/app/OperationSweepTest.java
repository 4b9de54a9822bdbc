package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.SteppingProxy;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F50: a node is killed before, and another after, the n-th request to Redis or the object store, for every n until a deletion
 * needs no more. Nothing is counted by the service: a proxy does.
 */
@Tag("faults")
class OperationSweepTest {
    private static final Logger LOG = LoggerFactory.getLogger(OperationSweepTest.class);
    private static final int MOST = 60;
    private static final int FILES = 6;
    private static final String PATIENT = "50s"; // longer than a lease

    private final TestingPlatform platform = TestingPlatform.start();
    private final DoomedTasks tasks = new DoomedTasks(platform);
    private final ServiceProcess survivor = ServiceProcess.on(platform, Map.of("deletion.timeout", PATIENT));
    private Node next = new Node();

    /** Sees the stores through a proxy of its own. */
    private final class Node implements AutoCloseable {
        private final SteppingProxy proxy =
                SteppingProxy.before(platform.redisPort(), platform.objects().port());
        private final ServiceProcess process = ServiceProcess.on(
                platform,
                Map.of("deletion.timeout", PATIENT, "redis.port", proxy.port(0), "minio.port", proxy.port(1)));

        @Override
        public void close() {
            process.close();
            proxy.close();
        }
    }

    @AfterEach
    void close() {
        next.close();
        survivor.close();
        platform.close();
    }

    @Test
    @Tag("F50")
    @Tag("I02")
    @Tag("I06")
    @Tag("I07")
    void killedBeforeAndAfterEveryOperationNothingIsLostAndNothingIsLeft() {
        tasks.seedNeighboursOf(IntStream.rangeClosed(1, MOST)
                .boxed()
                .flatMap(n -> Stream.of(id(n, false), id(n, true)))
                .toList());
        int before = killedAtEach(false);
        int after = killedAtEach(true);
        tasks.finishWith(survivor);
        tasks.assertNothingIsLeftAndNobodyElseTouched();
        LOG.warn("{} kills before an operation, {} after; none lost, none left, no neighbour touched", before, after);
        assertThat(Math.min(before, after)).isGreaterThan(10);
    }

    private static String id(int n, boolean carriedOut) {
        return (carriedOut ? "after-" : "before-") + n + "-x";
    }

    /** How many operations there are. */
    private int killedAtEach(boolean carriedOut) {
        int n = 1;
        while (n <= MOST && killedAt(n, carriedOut)) {
            n++;
        }
        assertThat(n).as("an end").isLessThanOrEqualTo(MOST);
        return n - 1;
    }

    /** Whether it came so far: else the request was answered. */
    private boolean killedAt(int n, boolean carriedOut) {
        String id = id(n, carriedOut);
        tasks.make(id, FILES);
        try (Node victim = next) {
            victim.process.ready();
            next = new Node(); // starts meanwhile
            assertThat(victim.process.delete("warm-up").join().status()).isEqualTo(404);
            stop(victim.proxy, n, carriedOut);
            CompletableFuture<Reply> asked = victim.process.delete(id);
            until(() -> victim.proxy.stopped() || asked.isDone());
            victim.process.kill();
            tasks.assertTheRecordGoesLast(id);
            return victim.proxy.stopped();
        }
    }

    private static void stop(SteppingProxy proxy, int n, boolean carriedOut) {
        if (carriedOut) {
            proxy.stopAfter(n);
        } else {
            proxy.stopBefore(n);
        }
    }
}
