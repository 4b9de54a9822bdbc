package io.tasksweep.domain;

import java.util.List;

/**
 * What a look into one store found of a task. A look may stop early: the counts say «at least».
 *
 * @param names what was found, as the store names it, for the deletion to begin with; bytes, since a Redis key need not be text
 * @param complete whether the names are all that there is
 */
public record Evidence(Counts counts, List<byte[]> names, boolean complete) {
    public static final Evidence NOTHING = new Evidence(Counts.NONE, List.of(), true);

    public Evidence {
        names = List.copyOf(names);
    }

    /** Something is there; the deletion finds out itself what. */
    public static Evidence of(Unit unit, long atLeast) {
        return new Evidence(Counts.of(unit, atLeast), List.of(), false);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }
}
