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
 * What one deletion has removed so far and what would not go, in bounded memory however much that is. Of one thread: who
 * works at a part of it in another one has a tally of his own, which is added when he has ended.
 */
final class Tally {
    private static final int NAMED = 5;

    /** From so many files of one walker on, sizes are read only if the files are large: of small ones it takes too long. */
    private static final long MANY = 4_096;

    /** Files that are smaller on the average are small. */
    private static final long SMALL = 64 << 10;

    private final Deadline deadline;
    private final AtomicBoolean pointless; // of all parts
    private final AtomicBoolean unsized; // of all parts
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

    /** Of a part of the same deletion: it is empty, and over at the same moment. May be asked for in any thread. */
    Tally part() {
        return new Tally(deadline, pointless, unsized);
    }

    /** What a part has come to. */
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

    /** Counts everything that is no directory as a file; bytes are those of regular files, as their names stood for. */
    void removedFile(BasicFileAttributes attributes) {
        files++;
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
    }

    /** One of which nobody has read the size. */
    void removedFile() {
        files++;
        if (!unsized.get()) {
            unsized.set(true); // once, since all walkers read it all the time
        }
    }

    /** Whether to look how large a file is before it goes. Once any part does not, none does, and nobody knows how many bytes went. */
    boolean readsSizes() {
        return !unsized.get() && (files < MANY || bytes >= files * SMALL);
    }

    void removedDirectory() {
        directories++;
    }

    /** The entry of that name, relative to the task, stays. */
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

    /** The deletion as a whole cannot do its work. */
    void fails(Failure failure) {
        failed++;
        failures.add(failure);
    }

    /** How many have been removed so far. */
    long entries() {
        return files + directories;
    }

    /** How much went wrong so far, to be compared with an earlier answer. */
    long failed() {
        return failed;
    }

    /** Whether to stop where we are: no time is left, or no entry can be removed from this file system at all. */
    boolean isOver() {
        late = late || deadline.passed();
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
