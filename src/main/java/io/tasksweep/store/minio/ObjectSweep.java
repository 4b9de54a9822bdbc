package io.tasksweep.store.minio;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds and removes everything under one prefix: versions and delete markers by their ids, objects of buckets without
 * versions by their keys, incomplete uploads. A server without one of these listings has nothing of that sort.
 *
 * <p>What was current counts as OBJECTS, further versions as VERSIONS. Governance retention is never bypassed.
 */
final class ObjectSweep {
    private final Bucket bucket;
    private final String prefix;

    ObjectSweep(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Whether anything is there, with at most three requests. */
    Evidence look() {
        return Stream.<Supplier<Optional<Entry>>>of(
                        () -> firstOf(bucket::objects), () -> first(bucket::versions), () -> first(bucket::uploads))
                .flatMap(listing -> listing.get().stream())
                .findFirst()
                .map(entry -> Evidence.of(entry.unit(), 1))
                .orElse(Evidence.NOTHING);
    }

    /** The newest change of an object; the first since that moment, or after the look's time was over, ends the question. */
    Optional<Instant> newest(Instant since, Deadline end) {
        Newest newest = new Newest();
        new Listing(bucket::objects, prefix).until(entry -> newest.sees(entry).isAfter(since) || end.passed());
        return Optional.of(newest.seen);
    }

    private static final class Newest {
        private Instant seen = Instant.MIN;

        private Instant sees(Entry entry) {
            Instant changed = entry.changed();
            seen = changed != null && changed.isAfter(seen) ? changed : seen;
            return seen;
        }
    }

    /** Removes until a listing is empty or nothing moves any more; an outage is one of the failures. */
    Erased remove() {
        Passes passes = new Passes();
        while (passes.goOn()) {
            passes.add(pass());
        }
        return passes.erased();
    }

    private Pass pass() {
        Pass pass = new Pass(prefix);
        BatchRemoval removal = new BatchRemoval(bucket, pass);
        attempt(pass, () -> list(bucket::versions, removal::remove));
        if (pass.sawNothing() && !pass.hasFailed()) {
            attempt(
                    pass,
                    () -> new Listing(bucket::objects, prefix)
                            .forEachPage(entries -> removeByKey(pass, removal, entries)));
        }
        attempt(pass, () -> list(bucket::uploads, removal::abort));
        return pass;
    }

    /** One listing that fails says nothing of the others, unless the server is away. */
    private static void attempt(Pass pass, Runnable sweep) {
        if (pass.isEnded()) {
            return;
        }
        try {
            sweep.run();
        } catch (RuntimeException cause) {
            pass.brokeOff(cause);
        }
    }

    /**
     * In a bucket with versions a deletion by key would put a delete marker on top, so they are asked for again: an
     * object that was written since is left to the next pass.
     */
    private void removeByKey(Pass pass, BatchRemoval removal, List<Entry> entries) {
        if (first(bucket::versions).isEmpty()) {
            removal.remove(entries);
        } else {
            pass.leave(entries);
        }
    }

    private void list(Page.Source source, Consumer<List<Entry>> reader) {
        ifSupported(() -> {
            new Listing(source, prefix).forEachPage(reader);
            return true;
        });
    }

    private Optional<Entry> first(Page.Source source) {
        return ifSupported(() -> firstOf(source)).flatMap(found -> found);
    }

    private Optional<Entry> firstOf(Page.Source source) {
        return new Listing(source, prefix).first(1).stream().findFirst();
    }

    private static <T> Optional<T> ifSupported(Supplier<T> listing) {
        try {
            return Optional.of(listing.get());
        } catch (CompletionException cause) {
            if (MinioFailures.isUnsupported(cause)) {
                return Optional.empty();
            }
            throw cause;
        }
    }
}
