package io.tasksweep.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a look into one store found of a task. A look may stop early: the counts say «at least».
 *
 * @param names what was found, as the store names it, for the deletion to start with; bytes, since a Redis key need not be text. Must not
 *     be modified
 * @param complete whether the names are everything that is there
 * @param changed the newest change that the look saw; empty if it did not look for changes
 * @param watch the number of the watch for changes under which this was found, if there was one
 */
public record Evidence(
        Counts counts, List<byte[]> names, boolean complete, Optional<Instant> changed, OptionalLong watch) {
    public static final Evidence NOTHING = new Evidence(Counts.NONE, List.of(), true);

    /** Nobody has looked; the deletion finds out what is there. */
    public static final Evidence UNSEEN = new Evidence(Counts.NONE, List.of(), false);

    public Evidence(Counts counts, List<byte[]> names, boolean complete) {
        this(counts, names, complete, Optional.empty(), OptionalLong.empty());
    }

    /** The same evidence, with the newest change. */
    public Evidence changedAt(Instant newest) {
        return new Evidence(counts, names, complete, Optional.of(newest), watch);
    }

    /** The same evidence, found under the given watch. */
    public Evidence watchedBy(long number) {
        return new Evidence(counts, names, complete, changed, OptionalLong.of(number));
    }

    /** Something is there; the deletion finds out what. */
    public static Evidence of(Unit unit, long atLeast) {
        return new Evidence(Counts.of(unit, atLeast), List.of(), false);
    }

    /** Whether nobody has looked. */
    public boolean isUnseen() {
        return counts.isEmpty() && !complete;
    }

    /** Whether a complete look found nothing. */
    public boolean isEmpty() {
        return counts.isEmpty() && complete;
    }
}
