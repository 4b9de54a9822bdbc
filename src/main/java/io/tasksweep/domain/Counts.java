package io.tasksweep.domain;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How much of each unit; a unit that is absent counts zero, and none is negative. */
public record Counts(Map<Unit, Long> byUnit) {
    public static final Counts NONE = new Counts(Map.of());

    /** @throws IllegalArgumentException if an amount is negative */
    public Counts {
        EnumMap<Unit, Long> copy = new EnumMap<>(Unit.class);
        byUnit.forEach((unit, amount) -> {
            if (amount < 0) {
                throw new IllegalArgumentException(unit + " must not be negative: " + amount);
            }
            if (amount > 0) {
                copy.put(unit, amount);
            }
        });
        byUnit = Collections.unmodifiableMap(copy);
    }

    public static Counts of(Unit unit, long amount) {
        return new Counts(Map.of(unit, amount));
    }

    public Counts plus(Counts other) {
        EnumMap<Unit, Long> sum = new EnumMap<>(Unit.class);
        sum.putAll(byUnit);
        other.byUnit.forEach((unit, amount) -> sum.merge(unit, amount, Long::sum));
        return new Counts(sum);
    }

    public long get(Unit unit) {
        return byUnit.getOrDefault(unit, 0L);
    }

    public boolean isEmpty() {
        return byUnit.isEmpty();
    }
}
