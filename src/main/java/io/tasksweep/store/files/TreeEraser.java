package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Removes trees. Follows no links, opens only directories, streams their names, continues with the siblings of an entry that cannot be
 * removed, and stops when the {@link Tally} says so. Others may be writing at the same time: an entry that has changed between two looks is
 * looked at again, a bounded number of times. Work that takes long is given to another walker if one is free. Used on one thread only: each
 * walker has its own eraser and tally.
 */
final class TreeEraser {
    private static final int PASSES = 3;

    /** From this depth on, directories are hoisted: 16 levels take 32 file descriptors of this walker. */
    private static final int DEEP = 16;

    /** The limit where hoisting does not work: 64 levels take 128 file descriptors. */
    private static final int TOO_DEEP = 64;

    /** In bytes: freeing the space of a file of this size takes longer than asking for help. */
    private static final long LARGE = 1 << 20;

    private final Tally tally;
    private final String shown;
    private final Walkers walkers;

    /** @param shown the name of the tree's top in messages: the task's id */
    TreeEraser(Tally tally, String shown, Walkers walkers) {
        this.tally = tally;
        this.shown = shown;
        this.walkers = walkers;
    }

    /** Removes the entry and everything below it. Returns whether to continue. */
    boolean remove(Folder parent, Path name) {
        return remove(Level.top(parent, shown), name);
    }

    private boolean remove(Level at, Path name) {
        try {
            int pass = 0;
            while (!tally.isOver() && !settle(at, name)) {
                if (++pass == PASSES) {
                    tally.stays(at.shown(name), FailureCode.NOT_EMPTY);
                    break;
                }
            }
        } catch (IOException stays) {
            tally.stays(at.shown(name), FileFailures.code(stays));
        }
        return !tally.wasOver(); // the next entry asks the clock before anything else
    }

    /** One pass; false if the entry has changed meanwhile and must be looked at again. */
    private boolean settle(Level at, Path name) throws IOException {
        if (isBlind(at) && (tryUnlink(at, name) || tally.isOver())) {
            return true;
        }
        Optional<BasicFileAttributes> found = at.folder().attributes(name);
        if (found.isEmpty() || giveAway(at, name, found.get())) {
            return true;
        }
        boolean directory = found.get().isDirectory();
        try {
            return directory ? directory(at, name) : file(at, name, found.get());
        } catch (NoSuchFileException gone) {
            return true; // somebody else was faster
        } catch (IOException stays) {
            if (!isSwapped(at.folder(), name, directory, stays)) {
                throw stays;
            }
            return false;
        }
    }

    /**
     * Whether to unlink without a stat first, since most entries of a large tree are files. Only where this walker may give entries away:
     * an entry that it was given has been looked at already.
     */
    private boolean isBlind(Level at) {
        return at.others().isPresent() && !tally.readsSizes();
    }

    /** False if the entry stays: Linux does not unlink directories. A second attempt, after a look, tells why an entry stays. */
    private boolean tryUnlink(Level at, Path name) {
        try {
            at.folder().unlink(name);
            tally.removedFile();
            return true;
        } catch (IOException stays) {
            return false;
        }
    }

    /** Gives the entry to another walker if that is worthwhile; false if none takes it. The other walker looks at the entry anew. */
    private boolean giveAway(Level at, Path name, BasicFileAttributes found) {
        boolean takesLong = found.isDirectory() ? tally.entries() >= walkers.few() : found.size() >= LARGE;
        return takesLong
                && at.others().isPresent()
                && at.others().get().give(part -> new TreeEraser(part, shown, walkers).remove(at.alone(), name));
    }

    /** Whether the entry has changed its type, for example from a directory to a link. It may have changed back by now. */
    private static boolean isSwapped(Folder parent, Path name, boolean directory, IOException error)
            throws IOException {
        return error instanceof NotDirectoryException
                || FileFailures.code(error) == FailureCode.NOT_A_DIRECTORY
                || parent.isDirectory(name) != directory;
    }

    private boolean file(Level at, Path name, BasicFileAttributes attributes) throws IOException {
        at.folder().unlink(name);
        tally.removedFile(attributes);
        return true;
    }

    private boolean directory(Level at, Path name) throws IOException {
        if (at.depth() >= DEEP && hoist(at, name)) {
            return true;
        }
        long failed = tally.failed();
        Optional<AccessDeniedException> unreadable = empty(at, name);
        if (tally.isOver()) {
            return true;
        }
        try {
            at.folder().rmdir(name);
            tally.removedDirectory();
            return true;
        } catch (DirectoryNotEmptyException full) {
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            return tally.failed() > failed; // then the reason is known: no need to look again
        }
    }

    /** Returns whether the directory is at the top now, to be removed from there. */
    private static boolean hoist(Level at, Path name) throws IOException {
        boolean hoisted = at.hoist().isPresent() && at.hoist().get().take(at.folder(), name);
        if (!hoisted && at.depth() >= TOO_DEEP) {
            throw new KnownFailure(FailureCode.UNSUPPORTED, "too deep");
        }
        return hoisted;
    }

    /** Removes the directory's content if it can be read; returns the error if not. An empty directory can be removed unread. */
    private Optional<AccessDeniedException> empty(Level at, Path name) throws IOException {
        try (Folder folder = at.folder().open(name)) {
            GivenParts others = new GivenParts(walkers, tally);
            Level below = at.below(name, folder, others);
            removeAll(below, others);
            if (at.depth() == 0) {
                removeHoisted(below);
            }
            return Optional.empty();
        } catch (AccessDeniedException unreadable) {
            return Optional.of(unreadable);
        }
    }

    private void removeAll(Level at, GivenParts others) throws IOException {
        try {
            at.folder().each(child -> remove(at, child));
        } finally {
            tally.add(others.ended());
        }
        others.check();
    }

    private void removeHoisted(Level top) {
        Level up = top.hoisted();
        Optional<Path> next = up.hoist().flatMap(Hoist::next);
        while (next.isPresent() && remove(up, next.get())) {
            next = up.hoist().flatMap(Hoist::next);
        }
    }
}
