package io.tasksweep.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Our own record of a deletion: the intent while it runs, what is outstanding after a failure, a tombstone when done.
 *
 * @param finishedAt when the last run ended; empty while it runs
 * @param expiresAt when the receipt expires; empty while a second pass is to come, or a deletion with something outstanding will be resumed
 * @param outstanding the stores that may still hold something
 * @param lateWrites how many files, keys and objects came back and were deleted again by all second passes together
 * @param createdAt the creation times of the task states that were deleted, the latest {@value TaskState#MOST_CREATION_TIMES}; any other
 *     creation time means a new task of the same name
 * @param fence whether workers must stop writing for this task
 * @param passes how many second passes are still to come
 * @param result of the last run that removed something, or of the first if none did, and what the last one has left alone
 */
public record Receipt(
        TaskId taskId,
        String deletionId,
        State state,
        boolean force,
        String actor,
        Instant startedAt,
        Optional<Instant> finishedAt,
        Optional<Instant> expiresAt,
        Set<ResourceKind> outstanding,
        long lateWrites,
        SortedSet<String> createdAt,
        boolean fence,
        int passes,
        Optional<DeletionResult> result) {

    /** How far the deletion has got. */
    public enum State implements Labelled {
        RUNNING,
        INCOMPLETE,
        DONE;
    }

    /**
     * The intent of a run that is about to begin; it keeps what earlier runs recorded.
     *
     * @param passes how many second passes a forced deletion of an active task gets
     */
    public static Receipt intent(
            DeletionRequest request,
            String deletionId,
            TaskState state,
            Optional<Receipt> earlier,
            Instant now,
            int passes) {
        SortedSet<String> times =
                state.createdAtBesides(earlier.map(Receipt::createdAt).orElseGet(TreeSet::new));
        boolean fence = (request.force() && state.activity().isPresent())
                || earlier.map(Receipt::fence).orElse(false);
        return new Receipt(
                request.taskId(),
                deletionId,
                State.RUNNING,
                request.force(),
                request.actor(),
                now,
                Optional.empty(),
                Optional.empty(),
                Set.of(ResourceKind.values()),
                earlier.map(Receipt::lateWrites).orElse(0L),
                times,
                fence,
                fence ? passes : 0,
                earlier.flatMap(Receipt::result));
    }

    /** The same intent for a run that leaves those stores alone: a deletion that goes on with it has to do so, too. */
    public Receipt sparing(Set<ResourceKind> spared) {
        Set<ResourceKind> others =
                outstanding.stream().filter(kind -> !spared.contains(kind)).collect(Collectors.toUnmodifiableSet());
        return with(others, result);
    }

    /** Asks for a deletion that was cut off, or left something outstanding, to be resumed; nobody waits for the answer. */
    public DeletionRequest resumption() {
        return new DeletionRequest(taskId, force, actor, "sweeper-" + deletionId);
    }

    /**
     * The record after the run: a tombstone, or what is outstanding; {@linkplain #released released} if the run has met a new task, or its
     * own active again. If the run has removed nothing and would only say again what an
     * unfinished receipt says, that one stays, with what the run has left alone. A tombstone does not: an attempt to take the lease that
     * was based on it, and comes late, would find what it expects, and leave an intent that nobody wants any more.
     */
    public Receipt settled(DeletionResult ended, Optional<Receipt> earlier, Instant expiry) {
        Receipt settled = ended.metAnIntruder()
                ? settled(ended, expiry).released(ended.timestamp(), expiry)
                : settled(ended, expiry);
        return earlier.filter(before -> before.unfinished() && !ended.removedAnything() && before.saysLike(settled))
                .map(before -> before.with(before.outstanding, settled.result))
                .orElse(settled);
    }

    private boolean saysLike(Receipt other) {
        return state == other.state
                && expiresAt.equals(other.expiresAt)
                && outstanding.equals(other.outstanding)
                && force == other.force
                && fence == other.fence
                && passes == other.passes
                && createdAt.equals(other.createdAt);
    }

    Receipt settled(DeletionResult ended, Instant expiry) {
        Set<ResourceKind> left = outstandingAfter(ended);
        int toCome = left.isEmpty() && spares() ? 0 : passes;
        return new Receipt(
                taskId,
                deletionId,
                left.isEmpty() ? State.DONE : State.INCOMPLETE,
                force,
                actor,
                startedAt,
                Optional.of(ended.timestamp()),
                left.isEmpty() && toCome == 0 ? Optional.of(expiry) : Optional.empty(),
                left,
                lateWrites,
                createdAt,
                fence && (toCome > 0 || !left.isEmpty()),
                toCome,
                ended.removedAnything()
                        ? Optional.of(ended)
                        : result.map(before -> before.leavingAlone(ended)).or(() -> Optional.of(ended)));
    }

    /** Whether the run leaves stores alone: second passes would delete what is there. */
    private boolean spares() {
        return outstanding.size() < ResourceKind.values().length;
    }

    private Receipt with(Set<ResourceKind> left, Optional<DeletionResult> told) {
        return new Receipt(
                taskId,
                deletionId,
                state,
                force,
                actor,
                startedAt,
                finishedAt,
                expiresAt,
                left,
                lateWrites,
                createdAt,
                fence,
                passes,
                told);
    }

    /** The receipt after a second pass that removed {@code found} entries. The last pass lifts the fence and sets the expiry. */
    public Receipt passed(long found, Instant expiry) {
        int left = Math.max(0, passes - 1);
        return withPasses(left, lateWrites + found, left > 0 ? Optional.empty() : Optional.of(expiry));
    }

    /** The receipt after a second pass that removed {@code found} entries but could not finish. */
    public Receipt found(long found) {
        return withPasses(passes, lateWrites + found, expiresAt);
    }

    /**
     * The receipt once its task is active again, or a new task has its name: no more passes, no fence, and no sweeper takes it up any more.
     * A run that was under way counts as ended now, incomplete.
     */
    public Receipt released(Instant now, Instant expiry) {
        return with(
                state == State.RUNNING ? State.INCOMPLETE : state,
                Optional.of(finishedAt.orElse(now)),
                0,
                lateWrites,
                Optional.of(expiresAt.orElse(expiry)));
    }

    private Receipt withPasses(int left, long found, Optional<Instant> expiry) {
        return with(state, finishedAt, left, found, expiry);
    }

    private Receipt with(State end, Optional<Instant> ended, int left, long found, Optional<Instant> expiry) {
        return new Receipt(
                taskId,
                deletionId,
                end,
                force,
                actor,
                startedAt,
                ended,
                expiry,
                outstanding,
                found,
                createdAt,
                left > 0,
                left,
                result);
    }

    /** Whether a run has not finished and must be resumed; false once the receipt was {@linkplain #released released}. */
    public boolean unfinished() {
        return state != State.DONE && expiresAt.isEmpty();
    }

    /** Whether a sweeper must still take it up, to resume the run or to make a second pass. */
    public boolean open() {
        return unfinished() || passes > 0;
    }

    private static Set<ResourceKind> outstandingAfter(DeletionResult ended) {
        return ended.outcomes().stream()
                .filter(ResourceOutcome::isFailed)
                .map(ResourceOutcome::kind)
                .collect(Collectors.toUnmodifiableSet());
    }
}
