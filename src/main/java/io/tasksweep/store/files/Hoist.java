package io.tasksweep.store.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Moves directories that lie too deep to the top of the tree that is being removed, so that a tree of any depth needs few open handles and
 * little stack. Keeps only two counters, from which the names are made. Shared by all walkers of the tree.
 */
final class Hoist {
    private final Folder top;
    private final String prefix = ".hoisted-" + UUID.randomUUID() + "-";
    private long taken;
    private long given;

    Hoist(Folder top) {
        this.top = top;
    }

    /**
     * Returns whether the directory is at the top now. Some file systems cannot rename directories (overlayfs), and permissions may forbid
     * it.
     */
    synchronized boolean take(Folder parent, Path name) {
        try {
            parent.move(name, top, name(taken));
            taken++;
            return true;
        } catch (IOException cannot) {
            return false;
        }
    }

    /** The next hoisted directory to remove from the top. */
    synchronized Optional<Path> next() {
        return given < taken ? Optional.of(name(given++)) : Optional.empty();
    }

    private Path name(long number) {
        return Path.of(prefix + number);
    }
}
