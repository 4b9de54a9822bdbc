package io.tasksweep.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** All that is known of a task before it is decided whether to delete it. */
public record TaskEvidence(
        Answer<Evidence> directory,
        Answer<Registered> registered,
        Answer<Evidence> objects,
        Answer<Optional<Receipt>> receipt) {

    /** What the look said of one store; {@link Evidence#UNSEEN} where that was spared. */
    public Answer<Evidence> of(ResourceKind kind) {
        return switch (kind) {
            case LOCAL_DIRECTORY -> directory;
            case MINIO -> objects;
            case REDIS -> registered.map(Registered::keys);
        };
    }

    /** Whether no store that answered holds anything. */
    public boolean nothingFound() {
        return kinds().allMatch(kind -> of(kind).fold(Evidence::isEmpty, failure -> true));
    }

    /** Whether all three stores answered, as far as they were asked. */
    public boolean allAnswered() {
        return kinds().allMatch(kind -> of(kind).value().isPresent());
    }

    /** The newest changes that were seen, one of each kind at most: of the directory, of the objects, of the state. */
    Stream<Instant> changes() {
        return Stream.of(
                        directory.value().flatMap(Evidence::changed),
                        objects.value().flatMap(Evidence::changed),
                        registered.value().flatMap(found -> found.state().updatedAt()))
                .flatMap(Optional::stream);
    }

    /** The receipt, where it could be read and there is one. */
    public Optional<Receipt> knownReceipt() {
        return receipt.value().flatMap(found -> found);
    }

    private static Stream<ResourceKind> kinds() {
        return Arrays.stream(ResourceKind.values());
    }
}
