package io.tasksweep.store.minio;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds and removes everything under one prefix: versions and delete markers by their ids, objects of buckets without
 * versions by their keys, incomplete uploads. A server that has no listing of versions or uploads is taken to hold none, and the log
 * says so.
 *
 * <p>Current objects count as OBJECTS, older versions as VERSIONS. Governance retention is never bypassed.
 */
final class ObjectSweep {
    private final Bucket bucket;
    private final String prefix;
    private final Page.Source objects;
    private final MissableSource versions;
    private final Page.Source uploads;
    private long withVersion;
    private long withoutVersion;
    private boolean sawNoUploads;

    ObjectSweep(Bucket bucket, String prefix, MissingListings missing) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.objects = bucket::objects;
        this.versions = new MissableSource(bucket::versions, () -> missing.report("versions"));
        this.uploads = new MissableSource(bucket::uploads, () -> missing.report("incomplete uploads"));
    }

    /**
     * Whether anything is there. If one request finds no object, versions and uploads are asked for at the same time. If these show
     * nothing either, objects are asked for once more: an upload that was completed in the meantime is an object by then.
     */
    Evidence look() {
        return any(ask(objects, 1))
                .or(this::unseen)
                .or(() -> any(ask(objects, 1)))
                .map(entry -> Evidence.of(entry.unit(), 1))
                .orElse(Evidence.NOTHING);
    }

    private Optional<Entry> unseen() {
        Listing askedVersions = ask(versions, 1);
        Listing askedUploads = ask(uploads, 1);
        return any(askedVersions).or(() -> any(askedUploads));
    }

    private static Optional<Entry> any(Listing listing) {
        return listing.first().stream().findFirst();
    }

    /**
     * The newest change of an object, long ago if it saw none. Stops at the first change after {@code since}, or when the look's time is
     * over.
     */
    Instant newest(Instant since, Deadline end) {
        Newest newest = new Newest();
        ask(objects).until(entry -> newest.sees(entry).isAfter(since) || end.passed());
        return newest.seen;
    }

    private static final class Newest {
        private Instant seen = Instant.MIN;

        private Instant sees(Entry entry) {
            seen = entry.changed().filter(changed -> changed.isAfter(seen)).orElse(seen);
            return seen;
        }
    }

    /** Removes until a pass over everything sees nothing, or passes no longer get any further. An outage is one of the failures. */
    Erased remove() {
        Passes passes = new Passes(whole());
        while (passes.goOn()) {
            passes.add(sawNoUploads ? again() : whole());
        }
        return passes.erased();
    }

    /**
     * A pass for when something is there, most likely objects. A completed upload becomes an object, so a listing of objects that sees
     * nothing is never requested before the listing of uploads has been answered.
     */
    private Pass whole() {
        Pass pass = new Pass(prefix);
        BatchRemoval removal = new BatchRemoval(bucket, pass);
        removeVersions(pass, removal, ask(versions));
        boolean noVersions = pass.sawNoneLeft();
        removeUploads(pass, removal);
        if (noVersions && !pass.isEnded()) {
            removeObjects(pass, removal, ask(objects));
        }
        removal.finish();
        return pass;
    }

    /**
     * A pass for when nothing should be left: asks for versions and, unless they cover them ({@link #isCovered}), objects at the same time,
     * and not for uploads, since there were none a moment ago. The next pass, if something is left after all, asks for uploads again.
     */
    private Pass again() {
        Listing askedVersions = ask(versions);
        Optional<Listing> askedObjects = isCovered() ? Optional.empty() : Optional.of(ask(objects));
        Pass pass = new Pass(prefix);
        BatchRemoval removal = new BatchRemoval(bucket, pass);
        removeVersions(pass, removal, askedVersions);
        if (pass.sawNoneLeft()) {
            askedObjects.or(this::uncovered).ifPresent(listing -> removeObjects(pass, removal, listing));
        }
        removal.finish();
        sawNoUploads = false;
        return pass;
    }

    /**
     * Whether the listing of versions has shown objects of this task, all of them as objects without a version. Then this server lists
     * such objects among the versions, as Amazon, MinIO and Ceph do, and the plain listing shows nothing else.
     */
    private boolean isCovered() {
        return withoutVersion > 0 && withVersion == 0;
    }

    /** The plain listing after all, if another server answers by now that has no listing of versions. */
    private Optional<Listing> uncovered() {
        return versions.isMissing() ? Optional.of(ask(objects)) : Optional.empty();
    }

    private void removeVersions(Pass pass, BatchRemoval removal, Listing listing) {
        attempt(pass, () -> listing.forEachPage(entries -> removeVersions(removal, entries)));
    }

    private void removeVersions(BatchRemoval removal, List<Entry> entries) {
        long without = entries.stream().filter(Entry::isWithoutVersion).count();
        withoutVersion += without;
        withVersion += entries.size() - without;
        removal.remove(entries);
    }

    /** Requests the listing of uploads while the server still works on the last removals. */
    private void removeUploads(Pass pass, BatchRemoval removal) {
        attempt(pass, () -> {
            Listing asked = ask(uploads);
            removal.finish();
            sawNoUploads = asked.forEachPage(removal::abort) == 0;
        });
        removal.finish();
    }

    private void removeObjects(Pass pass, BatchRemoval removal, Listing listing) {
        attempt(pass, () -> listing.forEachPage(entries -> removeByKey(pass, removal, entries)));
    }

    /** A listing that fails does not keep the others from being tried, unless its failure ends the pass. */
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
     * In a bucket with versions a deletion by key would put a delete marker on top. So versions are asked for again first: if there are
     * any, objects have been written since, and are left to the next pass.
     */
    private void removeByKey(Pass pass, BatchRemoval removal, List<Entry> entries) {
        if (any(ask(versions, 1)).isEmpty()) {
            removal.remove(entries);
        } else {
            pass.leave(entries);
        }
    }

    private Listing ask(Page.Source source) {
        return ask(source, Page.MOST);
    }

    private Listing ask(Page.Source source, int most) {
        return Listing.ask(source, prefix, most);
    }
}
