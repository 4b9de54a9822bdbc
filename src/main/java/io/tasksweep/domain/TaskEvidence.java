package io.tasksweep.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything known about a task before deciding whether to delete it. */
public record TaskEvidence(
        Answer<Evidence> directory,
        Answer<Registered> registered,
        Answer<Evidence> objects,
        Answer<Optional<Receipt>> receipt) {

    /** What the look found in one store; {@link Evidence#UNSEEN} if that store was skipped. */
    public Answer<Evidence> of(ResourceKind kind) {
        return switch (kind) {
            case LOCAL_DIRECTORY -> directory;
            case MINIO -> objects;
            case REDIS -> registered.map(Registered::keys);
        };
    }

    /** Whether none of the stores that answered holds anything; a skipped store counts as holding something. */
    public boolean nothingFound() {
        return kinds().allMatch(kind -> of(kind).fold(Evidence::isEmpty, failure -> true));
    }

    /** Whether all stores that were asked have answered. */
    public boolean allAnswered() {
        return kinds().allMatch(kind -> of(kind).value().isPresent());
    }

    /** The newest changes seen in the other stores, at most one each. */
    Stream<Instant> changesBesides(Set<ResourceKind> exempt) {
        return kinds().filter(kind -> !exempt.contains(kind)).map(this::changed).flatMap(Optional::stream);
    }

    private Optional<Instant> changed(ResourceKind kind) {
        return kind == ResourceKind.REDIS
                ? registered.value().flatMap(found -> found.state().updatedAt())
                : of(kind).value().flatMap(Evidence::changed);
    }

    /** The receipt, if there is one and it could be read. */
    public Optional<Receipt> knownReceipt() {
        return receipt.value().flatMap(found -> found);
    }

    private static Stream<ResourceKind> kinds() {
        return Arrays.stream(ResourceKind.values());
    }
}
