package io.tasksweep.deletion.simulation;

import static io.tasksweep.deletion.simulation.SimulatedWorld.TASK;

import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When all is mended: time goes on until nothing is due, requests are repeated, and what must hold then is looked at. */
final class Aftermath {
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int TRACE_SHOWN = 60;

    private final Scene scene;
    private final SimulatedWorld world;
    private final Map<String, Long> others;
    private final String name;
    private final String replay;

    /**
     * @param name of what is tried, for whoever reads that it failed
     * @param replay how to see it again
     */
    Aftermath(Scene scene, String name, String replay) {
        this.scene = scene;
        this.world = scene.world();
        this.others = world.others();
        this.name = name;
        this.replay = replay;
    }

    /** @throws AssertionError naming the invariant that does not hold, and how to see it again */
    void until(Duration end) {
        while (world.time().step(end.toNanos())) {
            check();
        }
    }

    /** The nodes finish by themselves what is unfinished. */
    void settle() {
        long end = world.time().now() + PATIENCE.toNanos();
        while (!settled() && world.time().step(end)) {
            check();
        }
        Optional<Receipt> receipt = world.records().receipt(TASK);
        boolean forgotten = receipt.filter(Receipt::open)
                .filter(open -> open.expiresAt().isEmpty())
                .isPresent();
        Ledger ledger = world.ledger();
        ledger.must(
                settled(),
                "I07",
                () -> "not settled by itself: " + world.records().open());
        ledger.must(!forgotten, "I07", () -> "nobody looks after an open receipt: " + receipt);
        ledger.must(world.others().equals(others), "I02", () -> others + " became " + world.others());
        check();
    }

    private boolean settled() {
        return world.quiet() && world.records().open().isEmpty() && scene.idle();
    }

    /** A repeat finishes what is left; three more change nothing. */
    void repeat() {
        scene.clear();
        Ledger ledger = world.ledger();
        boolean nothing = world.isEmpty() && world.records().receipt(TASK).isEmpty();
        DeletionVerdict first = answer();
        ledger.must(isSuccess(first, nothing), "I07", () -> "a repeat says " + first);
        ledger.must(world.isEmpty(), "I07", () -> "something is left after a repeat");
        settle();
        Optional<Receipt> receipt = world.records().receipt(TASK);
        for (int i = 0; i < 3; i++) {
            DeletionVerdict again = answer();
            ledger.must(isSuccess(again, nothing) && changedNothing(again), "I08", () -> "once more, it says " + again);
        }
        ledger.must(world.records().open().isEmpty(), "I08", () -> "a repeat leaves an open entry");
        ledger.must(world.records().receipt(TASK).equals(receipt), "I08", () -> "a repeat changes the receipt");
        ledger.must(world.others().equals(others), "I02", () -> others + " became " + world.others());
        check();
    }

    private DeletionVerdict answer() {
        Scene.Asked asked = scene.ask(true).orElseThrow();
        long end = world.time().now() + scene.policy().timeout().multipliedBy(2).toNanos();
        while (!asked.verdict().isComplete() && world.time().step(end)) {
            check();
        }
        world.ledger().must(asked.verdict().isComplete(), "I14", () -> "a repeat is never answered");
        check();
        return asked.verdict().result();
    }

    private static boolean isSuccess(DeletionVerdict verdict, boolean nothing) {
        return verdict.<Boolean>fold(
                done -> done.result().status() == OverallStatus.SUCCESS,
                refused -> nothing && refused.refusal().reason() == Refusal.Reason.TASK_NOT_FOUND);
    }

    private static boolean changedNothing(DeletionVerdict verdict) {
        return verdict.<Boolean>fold(
                done -> done.result().outcomes().stream()
                        .noneMatch(outcome -> outcome.isFailed() || outcome.isDeleted()),
                refused -> true);
    }

    void check() {
        world.ledger().allRecorded();
        world.ledger().broken().ifPresent(what -> {
            List<String> trace = world.trace();
            throw new AssertionError(name + " breaks " + what + "\nsee it again: " + replay + "\n"
                    + String.join("\n", trace.subList(Math.max(0, trace.size() - TRACE_SHOWN), trace.size())));
        });
    }
}
