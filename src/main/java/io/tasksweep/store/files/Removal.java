package io.tasksweep.store.files;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deletion of one task's directory: look for mounts, rename it into the quarantine, look again, delete what the quarantine holds. If it
 * cannot be renamed, delete it in place.
 * Any call to the share may hang until the deletion is over and the name belongs to a new task: a directory that was moved that late is
 * given back.
 */
final class Removal {
    static final Failure MOUNTED = new Failure(
            FailureCode.MOUNT_INSIDE, "Something is mounted inside the task's directory; nothing was deleted.");

    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    private static final Failure NO_DIRECTORY =
            new Failure(FailureCode.NOT_A_DIRECTORY, "A link or a file bears the task's name; it was left as it is.");

    private final Share share;
    private final Folder root;
    private final MountTable.Source mounts;
    private final Deletion deletion;
    private final Path entry;
    private final Tally tally;
    private final TreeEraser eraser;

    Removal(Share share, Folder root, MountTable.Source mounts, Deletion deletion, Walkers walkers) {
        this.share = share;
        this.root = root;
        this.mounts = mounts;
        this.deletion = deletion;
        entry = Path.of(deletion.taskId().value());
        tally = new Tally(deletion.deadline());
        eraser = new TreeEraser(tally, deletion.taskId().value(), walkers);
    }

    /** Returns what was removed and what was not. Never fails: what was removed before an outage must be reported. */
    Erased run() {
        try {
            if (isMounted(entry, Quarantine.AREA.resolve(entry))) {
                tally.fails(MOUNTED);
            } else if (!tally.isOver()) {
                removeAll();
            }
        } catch (IOException outage) {
            tally.fails(FileFailures.of(outage));
        }
        return tally.erased();
    }

    private boolean isMounted(Path... paths) throws IOException {
        MountTable table = mounts.read();
        Path real = share.root().toRealPath();
        return Stream.of(paths).map(real::resolve).anyMatch(table::hasAnyAtOrBelow);
    }

    private void removeAll() throws IOException {
        Optional<Path> hidden = hideOrRemove(root.exactly(entry));
        if (isMounted(Quarantine.AREA.resolve(entry))) {
            refuse(hidden);
        } else if (!tally.isOver()) {
            removeHidden();
        }
    }

    private Optional<Path> hideOrRemove(Optional<BasicFileAttributes> found) throws IOException {
        if (found.isEmpty()) {
            return Optional.empty();
        } else if (!found.get().isDirectory()) {
            tally.fails(NO_DIRECTORY);
            return Optional.empty();
        } else if (tally.isOver()) { // the look may have hung for longer than the lease lasts
            return Optional.empty();
        }
        Optional<Path> hidden = hide();
        if (hidden.isEmpty()) {
            eraser.remove(root, entry);
        }
        return hidden;
    }

    /** A mount that came with the move, or just before, must not be reached: the moved directory is given back. */
    private void refuse(Optional<Path> hidden) throws IOException {
        tally.fails(MOUNTED);
        if (hidden.isPresent()) {
            giveBack(hidden.get());
        }
    }

    /**
     * Returns the directory's name in the quarantine. Empty if it cannot be renamed (full, other device, no permission), or no longer may
     * be.
     */
    private Optional<Path> hide() throws KnownFailure {
        try (Quarantine quarantine = Quarantine.make(share, root, deletion.taskId())) {
            Path taken = quarantine.unconfirmed(deletion.id());
            if (tally.isOver()) { // many calls have been made since the last check
                return Optional.empty();
            }
            quarantine.take(root, entry, taken);
            return confirmed(quarantine, taken);
        } catch (KnownFailure refused) {
            throw refused;
        } catch (IOException cannot) {
            return Optional.empty();
        }
    }

    /**
     * A directory that was moved before the deletion was over is the one to delete. Nothing else tells: a new directory may well have the
     * inode of the previous one.
     */
    private Optional<Path> confirmed(Quarantine quarantine, Path taken) {
        if (tally.isOver()) {
            giveBackLate(quarantine, taken);
            return Optional.empty();
        }
        return Optional.of(quarantine.confirm(taken, deletion.id()));
    }

    private void giveBackLate(Quarantine quarantine, Path taken) {
        try {
            quarantine.giveBack(taken, root, entry);
        } catch (NoSuchFileException removed) {
            return; // another deletion of the task was faster
        } catch (IOException cannot) {
            LOG.atWarn()
                    .addKeyValue("task_id", deletion.taskId().value())
                    .log(
                            "The task's directory was moved too late and could not be given back ({}): it waits in {}",
                            FileFailures.code(cannot).label(),
                            Quarantine.AREA.resolve(entry).resolve(taken));
        }
    }

    /** If this fails, the directory stays in the quarantine, where a repeated request finds the same mount. */
    private void giveBack(Path hidden) throws IOException {
        Quarantine.use(root, deletion.taskId(), quarantine -> quarantine.giveBack(hidden, root, entry));
    }

    private void removeHidden() throws IOException {
        Quarantine.use(root, deletion.taskId(), quarantine -> quarantine.empty(eraser));
    }
}
