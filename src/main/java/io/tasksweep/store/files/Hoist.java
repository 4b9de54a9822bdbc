package io.tasksweep.store.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Lifts directories that lie too deep up to the top of the tree that is being removed, so that a tree of any depth
 * needs few open handles and little stack. Remembers two numbers only: the names are made from them. Of all walkers in the tree.
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
     * Whether it is up there now; some file systems rename no directory (overlayfs), and some rights do not allow it.
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

    /** The next one to be removed from the top. */
    synchronized Optional<Path> next() {
        return given < taken ? Optional.of(name(given++)) : Optional.empty();
    }

    private Path name(long number) {
        return Path.of(prefix + number);
    }
}
