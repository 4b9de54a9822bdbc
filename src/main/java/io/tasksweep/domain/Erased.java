package io.tasksweep.domain;

import java.util.List;
import java.util.Optional;

/**
 * What a store removed in one go, and what would not go. Whether anything is left is for a second look to say.
 *
 * @param left what that look saw, if the store has made it after its last removal; empty if somebody is to look yet
 */
public record Erased(Counts gone, List<Failure> failures, Optional<Evidence> left) {
    public static final Erased NOTHING = new Erased(Counts.NONE, List.of());

    public Erased {
        failures = List.copyOf(failures);
    }

    public Erased(Counts gone, List<Failure> failures) {
        this(gone, failures, Optional.empty());
    }

    /** Whether nothing went, for causes that pass. */
    public boolean isPassingFault() {
        return gone.isEmpty() && !failures.isEmpty() && failures.stream().allMatch(Failure::retriable);
    }

    /** The same, looked at again since. */
    public Erased leaving(Evidence seen) {
        return new Erased(gone, failures, Optional.of(seen));
    }
}
