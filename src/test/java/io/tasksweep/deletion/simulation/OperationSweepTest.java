package io.tasksweep.deletion.simulation;

import static io.tasksweep.deletion.simulation.SimulatedWorld.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every n: the n-th operation of a deletion fails, or hangs, or is done and fails, or is half done. The outcome is the one that is
 * specified, what must hold holds after each operation, and a retry with healthy stores leaves nothing.
 */
@Tag("I04")
@Tag("I05")
@Tag("I06")
@Tag("I07")
@Tag("I08")
@Tag("I14")
class OperationSweepTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final DeletionPolicy POLICY = new DeletionPolicy(
            false,
            TIMEOUT,
            Duration.ofSeconds(5),
            Duration.ofDays(7),
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)),
            Duration.ZERO);

    private static int points;

    /** How one operation breaks. */
    record Way(Fault fault, boolean always) {}

    static List<Way> ways() {
        return List.of(
                new Way(Fault.FAILS, false),
                new Way(Fault.FAILS, true),
                new Way(Fault.HANGS, false),
                new Way(Fault.HANGS, true),
                new Way(Fault.FAILS_AFTERWARDS, false),
                new Way(Fault.FAILS_AFTERWARDS, true),
                new Way(Fault.HANGS_AFTERWARDS, false),
                new Way(Fault.HALF, false),
                new Way(Fault.HALF, true),
                new Way(Fault.PARTIAL, false),
                new Way(Fault.FORGETS, false));
    }

    /** A world in which one operation breaks. */
    private static final class Point {
        private final FaultAt fault;
        private final SimulatedWorld world = new SimulatedWorld(new Random(0));
        private final Scene scene;
        private final Aftermath aftermath;

        private Point(int number, Way way, String status, String stage) {
            fault = new FaultAt(number, way.fault(), way.always());
            world.seedState(status, stage);
            world.ledger().hasState();
            world.seed(ResourceKind.LOCAL_DIRECTORY, 12);
            world.seed(ResourceKind.MINIO, 3);
            scene = new Scene(new Random(0), world, POLICY, 1);
            aftermath = new Aftermath(scene, number + ". operation, " + way, "mvn -Dtest=OperationSweepTest test");
            world.breaks(fault);
        }

        private boolean wasHit() {
            points += fault.struck() ? 1 : 0;
            return fault.hit().isPresent();
        }

        private DeletionVerdict answer(boolean force) {
            Scene.Asked asked = scene.ask(force).orElseThrow();
            aftermath.until(TIMEOUT.plusSeconds(1));
            return asked.verdict().result();
        }
    }

    @AfterAll
    static void tell() {
        System.out.println("operation sweep: " + points + " points, all as specified");
    }

    @ParameterizedTest
    @MethodSource("ways")
    @Tag("F60")
    void aRequest(Way way) {
        Point point;
        int number = 0;
        do {
            point = new Point(++number, way, "pending", "SUCCESS");
            DeletionVerdict verdict = point.answer(false);
            Specified.outcome(point.fault, verdict);
            point.scene.mend();
            point.aftermath.repeat();
        } while (point.wasHit());
        assertThat(number).isGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aRequestThatLooksForNoObjectsBeforehand(Way way) {
        Point point;
        int number = 0;
        do {
            point = new Point(++number, way, "pending", "SUCCESS");
            point.world.objects().free();
            point.answer(false);
            point.scene.mend();
            point.aftermath.repeat();
        } while (point.wasHit());
        assertThat(number).isGreaterThan(11);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aForcedRequestAndItsSecondPasses(Way way) {
        Point point;
        int number = 0;
        do {
            point = new Point(++number, way, "running", "IN_PROGRESS");
            point.world.objects().free();
            point.answer(true);
            point.world.write(ResourceKind.LOCAL_DIRECTORY);
            point.aftermath.until(Duration.ofSeconds(100));
            point.scene.mend();
            point.aftermath.settle();
            point.aftermath.repeat();
        } while (point.wasHit());
        assertThat(number).isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("ways")
    @Tag("F50")
    void whatTheSweeperFinishesAfterACrash(Way way) {
        Point point;
        int number = 0;
        do {
            point = new Point(++number, way, "pending", "SUCCESS");
            TaskState state = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t1")), false);
            DeletionRequest request = new DeletionRequest(TASK, false, "tester", "request-1");
            Receipt intent = Receipt.intent(request, "d-1", state, Optional.empty(), NodeClock.START, 2);
            point.world.records().crashed(intent, Duration.ZERO);
            point.aftermath.until(Duration.ofSeconds(100));
            point.scene.mend();
            point.aftermath.settle();
            assertThat(point.world.isEmpty()).as(point.fault.toString()).isTrue();
            point.aftermath.repeat();
        } while (point.wasHit());
        assertThat(number).isGreaterThan(12);
    }

    /** A store that is out from some operation on keeps none of the others from being emptied. */
    @ParameterizedTest
    @EnumSource(names = {"HANGS", "FAILS"})
    @Tag("F20")
    @Tag("F21")
    @Tag("F37")
    void aStoreThatGoesDown(Fault how) {
        for (Operation.Part part : Operation.Part.values()) {
            for (int from = 1; from <= 16; from++) {
                goesDown(part, from, how);
            }
        }
    }

    private static void goesDown(Operation.Part part, int from, Fault how) {
        Point point = new Point(0, new Way(Fault.NONE, false), "pending", "SUCCESS");
        int[] number = {0};
        point.world.breaks(operation -> ++number[0] >= from && operation.part() == part ? how : Fault.NONE);
        DeletionResult result = point.answer(false).<DeletionResult>fold(DeletionVerdict.Completed::result, refused -> {
            throw new AssertionError(part + " " + how + " from " + from + ": " + refused.refusal());
        });
        points++;
        assertThat(result.outcomes().get(0).isDeleted() || part == Operation.Part.FILES)
                .as("files are deleted when %s %s from operation %d", part, how, from)
                .isTrue();
        assertThat(result.outcomes().get(2).isDeleted() || part == Operation.Part.OBJECTS)
                .as("objects are deleted when %s %s from operation %d", part, how, from)
                .isTrue();
        point.scene.mend();
        point.aftermath.repeat();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS", "HANGS_AFTERWARDS"})
    @Tag("F50")
    void aNodeThatDiesBeforeOrAfterAnOperation(Fault last) {
        int number = 0;
        while (died(++number, last)) {
            points++;
        }
        assertThat(number).isGreaterThan(12);
    }

    private static boolean died(int number, Fault last) {
        Point point = new Point(number, new Way(last, false), "pending", "SUCCESS");
        point.world.breaks(operation -> {
            Fault fault = point.fault.next(operation);
            if (fault == last) {
                point.scene.kill();
            }
            return fault;
        });
        point.scene.ask(false);
        point.aftermath.until(Duration.ofSeconds(100));
        point.scene.mend();
        point.aftermath.settle();
        boolean intended = point.world.records().receipt(TASK).isPresent();
        assertThat(point.world.isEmpty())
                .as("%s is %s", point.fault, intended ? "finished by another node" : "as if nothing had been asked")
                .isEqualTo(intended);
        point.aftermath.repeat();
        return point.fault.struck();
    }
}
