package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What was seen, and the invariants that must hold, by their names. The first that does not is kept. */
final class Ledger {
    /** Written down here once more: what a plain repeat can mend. */
    private static final Set<FailureCode> RETRIABLE = EnumSet.of(
            FailureCode.TIMEOUT,
            FailureCode.UNAVAILABLE,
            FailureCode.BUSY,
            FailureCode.OUT_OF_MEMORY,
            FailureCode.SHARE_UNAVAILABLE,
            FailureCode.NOT_EMPTY,
            FailureCode.IO_ERROR,
            FailureCode.BAD_ANSWER,
            FailureCode.LEFT_OVER,
            FailureCode.RECORD_KEPT);

    /** A state that was read so long ago is not believed: longer than reading it takes at most, and a second. */
    private static final long LONG = Duration.ofSeconds(7).toNanos();

    private static final long NEVER = Long.MAX_VALUE;

    private record Place(int node, ResourceKind kind) {}

    private final SimulatedWorld world;
    private final Map<Place, Long> sawNothing = new HashMap<>();
    private final Map<Place, Long> removed = new HashMap<>();
    private final Map<Integer, Long> readNothing = new HashMap<>();
    private final Set<String> recovered = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> unrecorded = new HashSet<>();
    private Optional<String> broken = Optional.empty();
    private boolean untouchable;
    private String whyUntouchable = "";
    private boolean hasState;
    private boolean recordsLost;
    private long activeSince = NEVER;

    Ledger(SimulatedWorld world) {
        this.world = world;
    }

    Optional<String> broken() {
        return broken;
    }

    /** From now on nothing of the task may go. */
    void untouchable(String why) {
        untouchable = true;
        whyUntouchable = why;
    }

    void touchable() {
        untouchable = false;
    }

    /** The task has a state now, by which a repeat finds its way. */
    void hasState() {
        hasState = true;
    }

    void must(boolean holds, String invariant, Supplier<?> what) {
        if (!holds && broken.isEmpty()) {
            broken = Optional.of(invariant + ": " + what.get());
            world.trace(-1, "BROKEN", invariant);
        }
    }

    void saw(SimulatedNode node, ResourceKind kind, long asked, Evidence seen) {
        if (seen.isEmpty()) {
            sawNothing.merge(new Place(node.id(), kind), asked, Math::max);
        }
    }

    void read(SimulatedNode node, long asked, Optional<Receipt> found) {
        if (found.isEmpty()) {
            readNothing.merge(node.id(), asked, Math::max);
        }
    }

    /** The task works from now on, and nobody wants it deleted by force. */
    void active() {
        activeSince = world.time().now();
    }

    /** Redis has lost everything: what tells of the task, and who holds what. */
    void lostRecords() {
        recordsLost = true;
        hasState = false;
        inactive();
    }

    /** The state's time to live is over: nothing tells any more that the task was there. */
    void expired() {
        hasState = false;
        inactive();
    }

    /** The record of its work is gone. */
    void inactive() {
        activeSince = NEVER;
    }

    /** A node is about to delete. */
    void erases(SimulatedNode node, ResourceKind kind) {
        must(
                node.tookAt() <= activeSince || node.mayNotHaveLookedAgain(),
                "F34",
                () -> "node " + node.id() + " deletes what works since before its lease");
        must(
                kind != ResourceKind.REDIS || world.time().now() - activeSince < LONG || node.mayHaveBeenHeldUp(),
                "F34",
                () -> "node " + node.id() + " deletes the state of what has worked for long");
        must(
                recordsLost || node.mayErase(),
                "F56",
                () -> "node " + node.id() + " deletes " + kind.label() + " without holding the lease");
    }

    /** A node has deleted something; in a second pass it is of no answer. */
    void erased(SimulatedNode node, ResourceKind kind, boolean pass) {
        must(!untouchable, whyUntouchable, () -> kind.label() + " was deleted by node " + node.id());
        if (!pass) {
            removed.put(new Place(node.id(), kind), world.time().now());
        }
    }

    /** After each change, see what {@link #receipt} and {@link #nothingForgotten} say. */
    void record() {
        world.records().receipt(SimulatedWorld.TASK).ifPresent(this::receipt);
        nothingForgotten();
    }

    /** No request has left an intent that was told that it is refused, and no receipt goes that second passes need. */
    private void receipt(Receipt receipt) {
        must(
                !refused.contains(receipt.actor()) || isGivenUp(receipt),
                "I11",
                () -> "a request was refused, and left " + receipt);
        must(
                receipt.passes() == 0 || receipt.expiresAt().isEmpty(),
                "§2.8",
                () -> "may expire before its second passes: " + receipt);
    }

    /** A sweeper has found it before it was taken back, and released it with nothing done: it is no intent any more. */
    private static boolean isGivenUp(Receipt receipt) {
        boolean worked = receipt.result()
                .filter(done -> done.deletionId().equals(receipt.deletionId()))
                .isPresent();
        return receipt.state() == Receipt.State.INCOMPLETE && !receipt.open() && !worked;
    }

    /** While something of the task is left, its state or an open receipt that names it is there. */
    private void nothingForgotten() {
        if (!hasState) {
            return;
        }
        Set<ResourceKind> left = EnumSet.copyOf(world.seeded());
        left.remove(ResourceKind.REDIS);
        boolean told = world.held(ResourceKind.REDIS) > 0
                || world.records()
                        .receipt(SimulatedWorld.TASK)
                        .map(receipt -> receipt.state() != Receipt.State.DONE
                                && receipt.outstanding().containsAll(left))
                        .orElse(false);
        must(left.isEmpty() || told, "I06", () -> left + " are left, and nothing tells of them");
    }

    /** A deletion has ended. What the sweeper has made of it is told by the audit, or by nobody. */
    void finished(DeletionRequest request, DeletionResult result) {
        world.aims().ended(result);
        if (request.requestId().startsWith("sweeper-") && result.removedAnything()) {
            unrecorded.add(result.deletionId());
        }
    }

    /** Whether all that the sweeper has deleted was recorded. */
    void allRecorded() {
        must(unrecorded.isEmpty(), "I09", () -> "what the sweeper deleted was not recorded: " + unrecorded);
    }

    void recorded(AuditEntry entry) {
        entry.result().ifPresent(world.aims()::ended);
        entry.result().ifPresent(this::result);
        entry.result().map(DeletionResult::deletionId).ifPresent(unrecorded::remove);
        if (entry.decision().equals(Decision.RECOVERED)) {
            must(recovered.add(entry.requestId()), "I09", () -> "recovered twice: " + entry.requestId());
        }
    }

    /** @param since when the request came, or an earlier one of that node that it may have joined */
    void answered(String request, SimulatedNode node, long since, DeletionVerdict verdict) {
        world.trace(
                node.id(),
                "answers",
                verdict.<Object>fold(
                        done -> done.result().outcomes() + " " + done.joined(),
                        refused -> refused.refusal().reason()));
        Runnable check = verdict.fold(
                done -> () -> completed(node, since, done),
                refused -> () -> refused(request, node, since, refused.refusal()));
        check.run();
    }

    private void completed(SimulatedNode node, long since, Completed done) {
        result(done.result());
        if (!done.joined()) {
            done.result().outcomes().forEach(outcome -> claim(node, since, outcome));
        }
    }

    /** What is said to be gone, or never to have been, was looked for afterwards. */
    private void claim(SimulatedNode node, long since, ResourceOutcome outcome) {
        Place place = new Place(node.id(), outcome.kind());
        long looked = sawNothing.getOrDefault(place, -1L);
        if (outcome.isDeleted()) {
            must(looked >= removed.getOrDefault(place, 0L), "I04", () -> outcome + " was not looked for again");
        }
        if (!outcome.isFailed()) {
            must(looked >= since, outcome.isDeleted() ? "I04" : "I05", () -> outcome + " although nothing said so");
        }
    }

    private void refused(String request, SimulatedNode node, long since, Refusal refusal) {
        boolean saysSo = refusal.reason() == Refusal.Reason.DELETION_IN_PROGRESS
                || refusal.detail().contains("could not be taken back");
        if (!saysSo) {
            refused.add(request);
        }
        if (refusal.reason() == Refusal.Reason.TASK_NOT_FOUND) {
            boolean all = Arrays.stream(ResourceKind.values())
                    .allMatch(kind -> sawNothing.getOrDefault(new Place(node.id(), kind), -1L) >= since);
            must(
                    all && readNothing.getOrDefault(node.id(), -1L) >= since,
                    "I05",
                    () -> "404 although not all have answered");
        }
    }

    private void result(DeletionResult result) {
        List<ResourceOutcome> outcomes = result.outcomes();
        long failed = outcomes.stream().filter(ResourceOutcome::isFailed).count();
        long deleted = outcomes.stream().filter(ResourceOutcome::isDeleted).count();
        OverallStatus status =
                failed == 0 ? OverallStatus.SUCCESS : deleted > 0 ? OverallStatus.PARTIAL_FAILED : OverallStatus.FAILED;
        must(result.status() == status, "I15", () -> result);
        must(!result.duration().isNegative(), "F57", () -> result);
        outcomes.forEach(this::retriable);
    }

    private void retriable(ResourceOutcome outcome) {
        outcome.<Optional<FailureCode>>fold(
                        deleted -> Optional.empty(),
                        skipped -> Optional.empty(),
                        failed -> Optional.of(failed.failure().code()))
                .ifPresent(code -> must(
                        code == FailureCode.NEW_TASK ? !code.retriable() : RETRIABLE.contains(code) && code.retriable(),
                        "I16",
                        () -> outcome));
    }
}
