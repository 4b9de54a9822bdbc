package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Removes trees: follows no link, opens nothing but directories, reads names as they come, goes on with the siblings
 * of what will not go, and stops when the {@link Tally} says so. Somebody may be writing at the same time: what has
 * changed between two looks is looked at again, a bounded number of times.
 */
final class TreeEraser {
    private static final int PASSES = 3;

    /** Below this, directories are hoisted: 16 levels take 32 descriptors of this deletion. */
    private static final int DEEP = 16;

    /** Where hoisting does not work, the end: 64 levels take 128 descriptors. */
    private static final int TOO_DEEP = 64;

    /** Stands for the directories between the top and what has been hoisted. */
    private static final Path DEEPER = Path.of("...");

    private final Tally tally;
    private final String shown;

    /** @param shown how the top of a tree is called in messages: the task's id */
    TreeEraser(Tally tally, String shown) {
        this.tally = tally;
        this.shown = shown;
    }

    /** How deep we are, and what the directory is called in messages. */
    private record Level(int depth, String shown, Optional<Hoist> hoist) {
        Level below(Folder folder) {
            return new Level(depth + 1, shown, hoist.or(() -> Optional.of(new Hoist(folder))));
        }

        Level named(Path name) {
            return new Level(depth, ShownName.below(shown, name), hoist);
        }
    }

    /** Removes the entry with everything below. Whether there is time left to go on. */
    boolean remove(Folder parent, Path name) {
        return remove(parent, name, new Level(0, shown, Optional.empty()));
    }

    private boolean remove(Folder parent, Path name, Level level) {
        try {
            int pass = 0;
            while (!tally.isOver() && !isSettled(parent, name, level)) {
                if (++pass == PASSES) {
                    tally.stays(level.shown(), FailureCode.NOT_EMPTY);
                    break;
                }
            }
        } catch (IOException stays) {
            tally.stays(level.shown(), FileFailures.code(stays));
        }
        return !tally.isOver();
    }

    /** One pass; false if the entry has changed meanwhile and is to be looked at again. */
    private boolean isSettled(Folder parent, Path name, Level level) throws IOException {
        Optional<BasicFileAttributes> found = parent.attributes(name);
        if (found.isEmpty()) {
            return true;
        }
        boolean directory = found.get().isDirectory();
        try {
            return directory ? directory(parent, name, level) : file(parent, name, found.get());
        } catch (NoSuchFileException gone) {
            return true; // somebody else was faster
        } catch (IOException stays) {
            if (!isSwapped(parent, name, directory, stays)) {
                throw stays;
            }
            return false;
        }
    }

    /** A directory has become a link, or the like; and may be a directory again by now. */
    private static boolean isSwapped(Folder parent, Path name, boolean directory, IOException error)
            throws IOException {
        return FileFailures.code(error) == FailureCode.NOT_A_DIRECTORY || parent.isDirectory(name) != directory;
    }

    private boolean file(Folder parent, Path name, BasicFileAttributes attributes) throws IOException {
        parent.unlink(name);
        tally.removedFile(attributes);
        return true;
    }

    private boolean directory(Folder parent, Path name, Level level) throws IOException {
        if (level.depth() >= DEEP && isHoisted(parent, name, level)) {
            return true;
        }
        long failed = tally.failed();
        Optional<AccessDeniedException> unreadable = empty(parent, name, level);
        if (tally.isOver()) {
            return true;
        }
        try {
            parent.rmdir(name);
            tally.removedDirectory();
            return true;
        } catch (DirectoryNotEmptyException full) {
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            return tally.failed() > failed; // then it is clear why: no need to look again
        }
    }

    private boolean isHoisted(Folder parent, Path name, Level level) throws IOException {
        boolean hoisted = level.hoist().isPresent() && level.hoist().get().take(parent, name);
        if (!hoisted && level.depth() >= TOO_DEEP) {
            throw new KnownFailure(FailureCode.UNSUPPORTED, "too deep");
        }
        return hoisted;
    }

    /** Removes what is in the directory, as far as it may be read: an empty one goes without. */
    private Optional<AccessDeniedException> empty(Folder parent, Path name, Level level) throws IOException {
        try (Folder folder = parent.open(name)) {
            Level below = level.below(folder);
            folder.each(child -> remove(folder, child, below.named(child)));
            if (level.depth() == 0) {
                hoisted(folder, below);
            }
            return Optional.empty();
        } catch (AccessDeniedException unreadable) {
            return Optional.of(unreadable);
        }
    }

    private void hoisted(Folder top, Level below) {
        Optional<Path> next = below.hoist().flatMap(Hoist::next);
        while (next.isPresent() && remove(top, next.get(), below.named(DEEPER))) {
            next = below.hoist().flatMap(Hoist::next);
        }
    }
}
