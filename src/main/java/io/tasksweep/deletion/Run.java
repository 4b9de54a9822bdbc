package io.tasksweep.deletion;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.ResourceOutcome.Failed;
import io.tasksweep.domain.ResourceOutcome.Skipped;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One request that is being carried out, with everything known when it began.
 *
 * @param startedNanos when the look began, on the monotonic clock
 */
record Run(
        DeletionRequest request,
        Deletion deletion,
        TaskEvidence known,
        List<Warning> warnings,
        long startedNanos,
        Origin origin) {
    /** Most runs have ended by then. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The task's state as the look read it; {@link TaskState#NONE} if it could not be read. */
    TaskState state() {
        return known.registered().value().map(Registered::state).orElse(TaskState.NONE);
    }

    boolean stateUnread() {
        return known.registered().value().isEmpty();
    }

    /** Whether that state, which was read since, is of another task than the one that the look saw. */
    boolean isOfAnother(TaskState now) {
        Set<String> times = new TreeSet<>(state().createdAt());
        known.knownReceipt().ifPresent(receipt -> times.addAll(receipt.createdAt()));
        return !stateUnread() && DeletionRules.isNewTask(times, now);
    }

    /** Whether the look is recent enough to be trusted: its caller may submit a new task of the same name at any time. */
    boolean isFresh(Clock clock) {
        return clock.nanoTime() - startedNanos < FRESH.toNanos();
    }

    /** The deletion that was cut off and whose work this run does, without resuming it. */
    Optional<Receipt> superseded() {
        Optional<Receipt> running =
                known.knownReceipt().filter(earlier -> earlier.state() == Receipt.State.RUNNING && !origin.resumed());
        return running.filter(earlier -> origin.attempts().contains(earlier.deletionId()))
                .map(ignored -> origin.cutOff())
                .orElse(running);
    }

    /**
     * The stores that the run must leave alone: the deletion that it goes on with has seen them empty, and without a creation time nothing
     * tells whether what is there now is a new task's.
     */
    Set<ResourceKind> spared() {
        return state().createdAt().isEmpty() ? origin.emptied() : Set.of();
    }

    /** Why this run must not begin: it leaves a store alone that nobody could look at, so nobody could say whether it is still empty. */
    Optional<Refusal> objectionOfSpared() {
        return spared().stream()
                .flatMap(kind -> known.of(kind).failure().map(why -> DeletionRules.unseen(kind, why)).stream())
                .findFirst();
    }

    /** The same run, with a warning for each store that it leaves alone although something is there, and of none that says the contrary. */
    Run warnedOfSpared() {
        Stream<Warning> before = warnings.stream()
                .filter(warning ->
                        warning.kind() != Warning.Kind.FORCED_ACTIVE || !spared().contains(ResourceKind.REDIS));
        Stream<Warning> further = spared().stream().filter(this::holds).map(DeletionRules::leftAlone);
        List<Warning> all = Stream.concat(before, further).toList();
        return new Run(request, deletion, known, all, startedNanos, origin);
    }

    private boolean holds(ResourceKind kind) {
        return known.of(kind).map(found -> !found.isEmpty()).value().orElse(false);
    }

    /** What is told where nothing is deleted: that the stores hold nothing, those that have answered. */
    List<ResourceOutcome> asAnswered() {
        return Arrays.stream(ResourceKind.values())
                .map(kind -> known.of(kind)
                        .<ResourceOutcome>fold(
                                found -> new Skipped(kind), failure -> new Failed(kind, Counts.NONE, failure)))
                .toList();
    }

    /** Whether the check of the state was impossible, at first or when it was repeated. */
    boolean stateUnknown() {
        return warns(Warning.Kind.STATE_UNKNOWN);
    }

    /** The same run, carried out by the given deletion. */
    Run by(Deletion other) {
        return new Run(request, other, known, warnings, startedNanos, origin);
    }

    /** Whether it deletes by force a task that is known to be active, so that its workers must be told. */
    boolean isForcedActive() {
        return warns(Warning.Kind.FORCED_ACTIVE);
    }

    private boolean warns(Warning.Kind kind) {
        return warnings.stream().anyMatch(warning -> warning.kind() == kind);
    }

    /** The same run, after a second look that had no objection. A state that was never read needs no further warning. */
    Run after(SecondLook.Result again) {
        Optional<Warning> active = again.learnt().flatMap(state -> DeletionRules.forcedActive(request, state));
        Optional<Warning> unread =
                again.unread().filter(why -> !stateUnknown()).map(why -> DeletionRules.stateUnread(request, why));
        return active.or(() -> unread).map(this::warned).orElse(this);
    }

    Run warned(Warning warning) {
        return new Run(
                request,
                deletion,
                known,
                Stream.concat(warnings.stream(), Stream.of(warning)).toList(),
                startedNanos,
                origin);
    }

    DeletionResult result(List<ResourceOutcome> outcomes, Clock clock) {
        Instant now = clock.instant();
        Duration took = Duration.ofNanos(Math.max(0, clock.nanoTime() - startedNanos));
        Optional<Warning> vanished =
                spared().contains(ResourceKind.REDIS) ? Optional.empty() : DeletionRules.stateVanished(known, outcomes);
        List<Warning> all = Stream.concat(warnings.stream(), vanished.stream()).toList();
        return new DeletionResult(request.taskId(), deletion.id(), request.force(), outcomes, all, now, took);
    }
}
