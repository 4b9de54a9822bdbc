package io.tasksweep.store.files;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one deletion has removed so far, and what it could not remove, in bounded memory however much that is. Used on one thread only: a
 * walker on another thread has its own tally, which is added when that walker has finished.
 */
final class Tally {
    private static final int NAMED = 5;

    /** After this many files of one walker, sizes are read only if the files are large: for small files it takes too long. */
    private static final long MANY = 4_096;

    /** Files whose average size in bytes is below this are small. */
    private static final long SMALL = 64 << 10;

    private final Deadline deadline;
    private final AtomicBoolean pointless; // shared by all parts
    private final AtomicBoolean unsized; // shared by all parts
    private final List<Failure> failures = new ArrayList<>();
    private final Map<FailureCode, Stuck> stuck = new EnumMap<>(FailureCode.class);
    private long files;
    private long directories;
    private long bytes;
    private long failed;
    private boolean late;

    Tally(Deadline deadline) {
        this(deadline, new AtomicBoolean(), new AtomicBoolean());
    }

    private Tally(Deadline deadline, AtomicBoolean pointless, AtomicBoolean unsized) {
        this.deadline = deadline;
        this.pointless = pointless;
        this.unsized = unsized;
    }

    /** An empty tally for a part of the same deletion, over at the same moment. May be called on any thread. */
    Tally part() {
        return new Tally(deadline, pointless, unsized);
    }

    /** Adds the result of a part. */
    void add(Tally part) {
        files += part.files;
        directories += part.directories;
        bytes += part.bytes;
        failed += part.failed;
        late = late || part.late;
        failures.addAll(part.failures);
        part.stuck.forEach((code, alike) ->
                stuck.computeIfAbsent(code, ignored -> new Stuck()).add(alike));
    }

    private static final class Stuck {
        private final List<String> names = new ArrayList<>(NAMED);
        private long entries;

        private void add(Stuck more) {
            entries += more.entries;
            more.names.stream().limit(NAMED - names.size()).forEach(names::add);
        }
    }

    /** Counts everything but directories as files. Bytes are the sizes of regular files, added for each name. */
    void removedFile(BasicFileAttributes attributes) {
        files++;
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
    }

    /** Counts a file whose size nobody has read. */
    void removedFile() {
        files++;
        if (!unsized.get()) {
            unsized.set(true); // written only once, since all walkers read it all the time
        }
    }

    /** Whether to read a file's size before removing it. Once any part does not, no part does, and the total number of bytes is unknown. */
    boolean readsSizes() {
        return !unsized.get() && (files < MANY || bytes >= files * SMALL);
    }

    void removedDirectory() {
        directories++;
    }

    /** Records that an entry stays, named relative to the task. */
    void stays(String shown, FailureCode code) {
        failed++;
        Stuck alike = stuck.computeIfAbsent(code, ignored -> new Stuck());
        alike.entries++;
        if (alike.names.size() < NAMED) {
            alike.names.add(shown);
        }
        if (code == FailureCode.READ_ONLY) {
            pointless.set(true);
        }
    }

    /** Records that the deletion as a whole cannot do its work. */
    void fails(Failure failure) {
        failed++;
        failures.add(failure);
    }

    /** The number of entries removed so far. */
    long entries() {
        return files + directories;
    }

    /** The number of failures so far, to be compared with an earlier value. */
    long failed() {
        return failed;
    }

    /** Whether to stop where we are: no time is left, or no entry can be removed from this file system at all. */
    boolean isOver() {
        late = late || deadline.passed();
        return wasOver();
    }

    /** Whether {@link #isOver} already knows so, without asking the clock again. */
    boolean wasOver() {
        return late || pointless.get();
    }

    Erased erased() {
        List<Failure> all = new ArrayList<>(failures);
        stuck.forEach((code, alike) -> all.add(new Failure(code, sentence(code, alike))));
        if (late) {
            all.add(Failure.UNFINISHED);
        }
        return new Erased(counts(), all);
    }

    private Counts counts() {
        Counts counts = new Counts(Map.of(Unit.FILES, files, Unit.DIRECTORIES, directories, Unit.BYTES, bytes));
        return unsized.get() ? counts.without(Unit.BYTES) : counts;
    }

    private static String sentence(FailureCode code, Stuck alike) {
        String why = " (" + FileFailures.words(code) + ").";
        if (code == FailureCode.READ_ONLY) {
            return "The file system is read-only; the deletion stopped at " + alike.names.get(0) + ".";
        }
        String names = String.join(", ", alike.names);
        return alike.entries == 1
                ? "1 entry could not be deleted: " + names + why
                : alike.entries + " entries could not be deleted, the first: " + names + why;
    }
}
