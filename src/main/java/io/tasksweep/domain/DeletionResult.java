package io.tasksweep.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a deletion did, store by store.
 *
 * @param outcomes exactly three, in the order of {@link ResourceKind}
 * @param timestamp when it ended
 * @param duration how long it took, on a monotonic clock
 */
public record DeletionResult(
        TaskId taskId,
        String deletionId,
        boolean force,
        List<ResourceOutcome> outcomes,
        List<Warning> warnings,
        Instant timestamp,
        Duration duration) {
    /** @throws IllegalArgumentException if the outcomes are not one of each kind, in order */
    public DeletionResult {
        outcomes = List.copyOf(outcomes);
        warnings = List.copyOf(warnings);
        if (!outcomes.stream().map(ResourceOutcome::kind).toList().equals(List.of(ResourceKind.values()))) {
            throw new IllegalArgumentException("one outcome of each store, in order: " + outcomes);
        }
    }

    public OverallStatus status() {
        return OverallStatus.of(outcomes);
    }

    /** Whether anything was removed, even if no store was emptied. */
    public boolean removedAnything() {
        return outcomes.stream().anyMatch(outcome -> !outcome.gone().isEmpty());
    }

    /** Whether a store was left to a new task, or to one that has become active again. */
    public boolean metAnIntruder() {
        return outcomes.stream().anyMatch(ResourceOutcome::isLeftToAnIntruder);
    }

    /** The same result, but with what the last one has left alone: stores that count as skipped though something is there. */
    DeletionResult leavingAlone(DeletionResult last) {
        Stream<Warning> others = warnings.stream().filter(warning -> !DeletionRules.saysLeftAlone(warning));
        return warned(others, last.warnings.stream().filter(DeletionRules::saysLeftAlone));
    }

    /** The same result with one more warning. */
    public DeletionResult warned(Warning warning) {
        return warned(warnings.stream(), Stream.of(warning));
    }

    private DeletionResult warned(Stream<Warning> others, Stream<Warning> further) {
        List<Warning> all = Stream.concat(others, further).toList();
        return new DeletionResult(taskId, deletionId, force, outcomes, all, timestamp, duration);
    }

    /** The same result as reported to a caller who joined the run, with that caller's own {@code force}. */
    public DeletionResult forCaller(boolean ownForce) {
        return new DeletionResult(taskId, deletionId, ownForce, outcomes, warnings, timestamp, duration);
    }
}
