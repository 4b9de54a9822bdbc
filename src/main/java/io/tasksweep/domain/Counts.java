package io.tasksweep.domain;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Amounts by unit; an absent unit counts as zero, and no amount is negative.
 *
 * @param unknown units that were not counted although there may be some: absent, and unknown in every sum. Counts read back from JSON do
 *     not distinguish them from zero
 */
public record Counts(Map<Unit, Long> byUnit, Set<Unit> unknown) {
    public static final Counts NONE = new Counts(Map.of());

    /** @throws IllegalArgumentException if an amount is negative */
    public Counts {
        EnumSet<Unit> missing = EnumSet.noneOf(Unit.class);
        missing.addAll(unknown);
        EnumMap<Unit, Long> copy = new EnumMap<>(Unit.class);
        byUnit.forEach((unit, amount) -> {
            if (amount < 0) {
                throw new IllegalArgumentException(unit + " must not be negative: " + amount);
            }
            if (amount > 0 && !missing.contains(unit)) {
                copy.put(unit, amount);
            }
        });
        byUnit = Collections.unmodifiableMap(copy);
        unknown = Collections.unmodifiableSet(missing);
    }

    public Counts(Map<Unit, Long> byUnit) {
        this(byUnit, Set.of());
    }

    public static Counts of(Unit unit, long amount) {
        return new Counts(Map.of(unit, amount));
    }

    public Counts plus(Counts other) {
        EnumMap<Unit, Long> sum = new EnumMap<>(Unit.class);
        sum.putAll(byUnit);
        other.byUnit.forEach((unit, amount) -> sum.merge(unit, amount, Long::sum));
        return new Counts(sum, either(unknown, other.unknown));
    }

    /** The same counts, with the amount of that unit unknown. */
    public Counts without(Unit unit) {
        return new Counts(byUnit, either(unknown, Set.of(unit)));
    }

    private static Set<Unit> either(Set<Unit> some, Set<Unit> others) {
        EnumSet<Unit> all = EnumSet.noneOf(Unit.class);
        all.addAll(some);
        all.addAll(others);
        return all;
    }

    public long get(Unit unit) {
        return byUnit.getOrDefault(unit, 0L);
    }

    public boolean isEmpty() {
        return byUnit.isEmpty();
    }
}
