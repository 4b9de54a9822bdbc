package io.tasksweep.domain;

import java.util.List;

/** What a store removed in one go, and what would not go. Whether anything is left is for a second look to say. */
public record Erased(Counts gone, List<Failure> failures) {
    public static final Erased NOTHING = new Erased(Counts.NONE, List.of());

    public Erased {
        failures = List.copyOf(failures);
    }

    public static Erased of(Counts gone) {
        return new Erased(gone, List.of());
    }
}
