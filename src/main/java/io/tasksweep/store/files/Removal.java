package io.tasksweep.store.files;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * One deletion of one task's directory: look for mounts, rename it into the quarantine, look again, delete what the quarantine
 * holds. Where nothing can be renamed, delete it where it is.
 */
final class Removal {
    private static final Failure MOUNTED = new Failure(
            FailureCode.MOUNT_INSIDE, "Something is mounted inside the task's directory; nothing was deleted.");

    private static final Failure NO_DIRECTORY =
            new Failure(FailureCode.NOT_A_DIRECTORY, "A link or a file bears the task's name; it was left as it is.");

    private final Share share;
    private final Folder root;
    private final Deletion deletion;
    private final Path entry;
    private final Tally tally;
    private final TreeEraser eraser;

    Removal(Share share, Folder root, Deletion deletion) {
        this.share = share;
        this.root = root;
        this.deletion = deletion;
        entry = Path.of(deletion.taskId().value());
        tally = new Tally(deletion.deadline());
        eraser = new TreeEraser(tally, deletion.taskId().value());
    }

    /** What went and what would not go. Never fails: what has gone before an outage is gone, and is to be reported. */
    Erased run() {
        try {
            if (isMounted(entry) || isMounted(Quarantine.AREA.resolve(entry))) {
                tally.fails(MOUNTED);
            } else if (!tally.isOver()) {
                removeAll();
            }
        } catch (IOException outage) {
            tally.fails(FileFailures.of(outage));
        }
        return tally.erased();
    }

    private boolean isMounted(Path path) throws IOException {
        return MountTable.read().hasAnyAtOrBelow(share.root().toRealPath().resolve(path));
    }

    private void removeAll() throws IOException {
        Optional<BasicFileAttributes> found = root.exactly(entry);
        if (found.isPresent() && !found.get().isDirectory()) {
            tally.fails(NO_DIRECTORY);
        } else if (found.isPresent()) {
            removeDirectory();
        }
        if (!tally.isOver()) {
            removeHidden();
        }
    }

    private void removeDirectory() throws IOException {
        Optional<Path> hidden = hide();
        if (hidden.isEmpty()) {
            eraser.remove(root, entry);
        } else if (isMounted(Quarantine.AREA.resolve(entry))) {
            giveBack(hidden.get());
            throw new KnownFailure(MOUNTED.code(), MOUNTED.message());
        }
    }

    /** What the directory is called in the quarantine; empty if it cannot be renamed (full, other device, no right). */
    private Optional<Path> hide() throws KnownFailure {
        try (Quarantine quarantine = Quarantine.make(share, root, deletion.taskId())) {
            return Optional.of(quarantine.take(root, entry, deletion.id()));
        } catch (KnownFailure refused) {
            throw refused;
        } catch (IOException cannot) {
            return Optional.empty();
        }
    }

    /** If this fails, it waits in the quarantine, where a repeat finds the same mount. */
    private void giveBack(Path hidden) throws IOException {
        Optional<Quarantine> found = Quarantine.find(root, deletion.taskId());
        if (found.isPresent()) {
            try (Quarantine quarantine = found.get()) {
                quarantine.giveBack(hidden, root, entry);
            }
        }
    }

    private void removeHidden() throws IOException {
        Optional<Quarantine> found = Quarantine.find(root, deletion.taskId());
        if (found.isPresent()) {
            try (Quarantine quarantine = found.get()) {
                quarantine.empty(eraser);
            }
        }
    }
}
