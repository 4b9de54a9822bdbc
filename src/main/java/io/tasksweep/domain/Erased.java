package io.tasksweep.domain;

import java.util.List;
import java.util.Optional;

/**
 * What a store removed in one go, and what it could not remove. Only a second look tells whether anything is left.
 *
 * @param left what that second look saw, if the store itself made it after its last removal; empty if it still has to be made
 */
public record Erased(Counts gone, List<Failure> failures, Optional<Evidence> left) {
    public static final Erased NOTHING = new Erased(Counts.NONE, List.of());

    public Erased {
        failures = List.copyOf(failures);
    }

    public Erased(Counts gone, List<Failure> failures) {
        this(gone, failures, Optional.empty());
    }

    /** Whether nothing was removed, for transient causes only. */
    public boolean isPassingFault() {
        return gone.isEmpty() && !failures.isEmpty() && failures.stream().allMatch(Failure::retriable);
    }

    /** The same, with what a second look has seen since. */
    public Erased leaving(Evidence seen) {
        return new Erased(gone, failures, Optional.of(seen));
    }
}
