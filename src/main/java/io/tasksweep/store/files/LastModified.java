package io.tasksweep.store.files;

import io.tasksweep.domain.Deadline;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out how recently a task's data has changed, by the modification times of its directory and everything in it. Stops at the first
 * change within the quiet period. Looks no deeper than {@value #DEEPEST} levels, no longer than its patience, and not into directories that
 * it may not read.
 *
 * @param period the quiet period; data older than this is old
 * @param patience time limit, after which the look ends with what it has seen
 */
public record LastModified(Duration period, Duration patience) {
    private static final int DEEPEST = 16; // each level takes two file descriptors

    /** Returns the newest change seen; the first one within the quiet period ends the look. */
    Instant newest(Folder parent, Path name, BasicFileAttributes attributes) throws IOException {
        Walk walk = new Walk(Instant.now().minus(period), Deadline.in(patience, System::nanoTime));
        walk.see(parent, name, attributes, 0);
        return walk.newest;
    }

    /** One look, on one thread. */
    private static final class Walk {
        private final Instant since;
        private final Deadline end;
        private Instant newest = Instant.MIN;

        private Walk(Instant since, Deadline end) {
            this.since = since;
            this.end = end;
        }

        /** Returns whether to continue. */
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
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException unseen) {
                return; // its own time has been seen; the deletion reports what it may not read
            }
        }

        private boolean goesOn() {
            return !newest.isAfter(since) && !end.passed();
        }
    }
}
