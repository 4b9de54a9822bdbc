package io.tasksweep.domain;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How much of each unit; one that is absent counts zero, and none is negative.
 *
 * @param unknown what was not counted although there may be some; it is absent, and stays so in a sum. What is read back from JSON does not
 *     tell it from zero
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

    /** The same, but of that unit nobody knows how much. */
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
