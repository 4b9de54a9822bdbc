package io.tasksweep.store.files;

import io.tasksweep.domain.Deadline;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How young a task's data is: times of change of its directory and of what is in it, as long as none is younger than a quiet
 * period. Looks no deeper than {@value #DEEPEST} levels, no longer than it is given, and not into what it may not read.
 *
 * @param period data older than this is old
 * @param patience the look ends then, with what it has seen
 */
public record LastModified(Duration period, Duration patience) {
    private static final int DEEPEST = 16; // each level takes two descriptors of this look

    /** The newest change; the first that is young enough to end the question. */
    Optional<Instant> newest(Folder parent, Path name, BasicFileAttributes attributes) throws IOException {
        Walk walk = new Walk(Instant.now().minus(period), Deadline.in(patience, System::nanoTime));
        walk.see(parent, name, attributes, 0);
        return Optional.of(walk.newest);
    }

    /** One look; of one thread. */
    private static final class Walk {
        private final Instant since;
        private final Deadline end;
        private Instant newest = Instant.MIN;

        private Walk(Instant since, Deadline end) {
            this.since = since;
            this.end = end;
        }

        /** Whether to go on. */
        private boolean see(Folder parent, Path name, BasicFileAttributes found, int depth) throws IOException {
            Instant changed = found.lastModifiedTime().toInstant();
            newest = changed.isAfter(newest) ? changed : newest;
            if (found.isDirectory() && goesOn() && depth < DEEPEST) {
                inside(parent, name, depth);
            }
            return goesOn();
        }

        private void inside(Folder parent, Path name, int depth) throws IOException {
            try (Folder folder = parent.open(name)) {
                folder.each(child -> {
                    Optional<BasicFileAttributes> found = folder.attributes(child);
                    return found.isEmpty() || see(folder, child, found.get(), depth + 1);
                });
            } catch (NoSuchFileException | java.nio.file.AccessDeniedException unseen) {
                return; // its own time has been seen; the deletion tells of what it may not read
            }
        }

        private boolean goesOn() {
            return !newest.isAfter(since) && !end.passed();
        }
    }
}
