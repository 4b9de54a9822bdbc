package io.tasksweep.store.files;

import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The place to which a task's directory is renamed before it is deleted, out of reach of those who know its path:
 * {@code <root>/.tasksweep/{task_id}/{deletion_id}}. What earlier runs left there is data of the task like any other, even an empty
 * {@code {task_id}}. Another run may remove it at any time.
 * A directory's name begins with a dot until it is known to have been moved in time: until then it may be a new task's, so it is not a
 * left-over.
 */
final class Quarantine implements Closeable {
    static final Path AREA = Path.of(DirectoryStore.OWN_NAME);

    private static final String UNCONFIRMED = ".";

    /** A deletion's id, perhaps made different from that of an earlier pass: nobody else would choose such a name. */
    private static final Pattern CONFIRMED =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(\\.\\d+)?");

    private static final FileAttribute<Set<PosixFilePermission>> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Folder area;
    private final Folder room;
    private final Path name;

    private Quarantine(Folder area, Folder room, Path name) {
        this.area = area;
        this.room = room;
        this.name = name;
    }

    /** The task's quarantine, if there is one. Fails with {@code OUTSIDE_ROOT} if something else bears its name. */
    static Optional<Quarantine> find(Folder root, TaskId taskId) throws IOException {
        Optional<Folder> area = enter(root, AREA);
        return area.isEmpty() ? Optional.empty() : inside(area.get(), Path.of(taskId.value()));
    }

    /** What is done with a quarantine while it is open. */
    interface Use {
        void of(Quarantine quarantine) throws IOException;
    }

    /** Opens the task's quarantine for one use, and returns whether there was one. Fails like {@link #find}, and as the use does. */
    static boolean use(Folder root, TaskId taskId, Use use) throws IOException {
        Optional<Quarantine> found = find(root, taskId);
        if (found.isPresent()) {
            try (Quarantine quarantine = found.get()) {
                use.of(quarantine);
            }
        }
        return found.isPresent();
    }

    /** Visits each name in the area as it is read. */
    static void eachTask(Folder root, Folder.Visit visit) throws IOException {
        Optional<Folder> area = enter(root, AREA);
        if (area.isPresent()) {
            try (Folder names = area.get()) {
                names.each(visit);
            }
        }
    }

    /** The task's quarantine, created if necessary. After any failure but {@code OUTSIDE_ROOT} the deletion must do without it. */
    static Quarantine make(Share share, Folder root, TaskId taskId) throws IOException {
        createArea(share);
        Folder area = enter(root, AREA).orElseThrow(() -> new NoSuchFileException(AREA.toString()));
        Path name = Path.of(taskId.value());
        try {
            if (area.attributes(name).isEmpty()) {
                createInside(share, root, area, name);
            }
        } catch (IOException cannot) {
            area.close();
            throw cannot;
        }
        return inside(area, name).orElseThrow(() -> new NoSuchFileException(taskId.value()));
    }

    private static Optional<Quarantine> inside(Folder area, Path name) throws IOException {
        try {
            Optional<Folder> room = enter(area, name);
            if (room.isPresent()) {
                return Optional.of(new Quarantine(area, room.get(), name));
            }
        } catch (IOException refused) {
            area.close();
            throw refused;
        }
        area.close();
        return Optional.empty();
    }

    private static Optional<Folder> enter(Folder parent, Path name) throws IOException {
        Optional<BasicFileAttributes> found = parent.exactly(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().isDirectory()) {
            throw new KnownFailure(
                    FailureCode.OUTSIDE_ROOT,
                    "The service's own directory on the share has been replaced by a link or a file.");
        }
        try {
            return Optional.of(parent.open(name));
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    /**
     * Java creates directories by path only, and a link could redirect a path through {@link #AREA}. So the directory is created next to
     * the area, where others can write only the last part of the path, and is then moved into the area by handle.
     */
    private static void createInside(Share share, Folder root, Folder area, Path name) throws IOException {
        Path fresh = Path.of(AREA + "-" + name);
        if (root.attributes(fresh).isPresent()) {
            root.rmdir(fresh); // left by a crash; fails if it is not empty, for then it is not ours
        }
        Files.createDirectory(share.root().resolve(fresh), OURS);
        try {
            root.move(fresh, area, name);
        } catch (IOException cannot) {
            root.rmdir(fresh);
            throw cannot;
        }
    }

    private static void createArea(Share share) throws IOException {
        try {
            Files.createDirectory(share.root().resolve(AREA), OURS);
        } catch (FileAlreadyExistsException there) {
            return; // its type is checked when it is opened
        }
    }

    boolean isEmpty() throws IOException {
        try {
            return room.isEmpty();
        } catch (NoSuchFileException removed) {
            return true;
        }
    }

    /** A free name in the quarantine for a directory that is not yet known to have been moved in time. */
    Path unconfirmed(String deletionId) throws IOException {
        return free(UNCONFIRMED + deletionId);
    }

    /** The wanted name, or the next free one if an earlier pass has left an entry of that name. */
    private Path free(String wanted) throws IOException {
        Path free = Path.of(wanted);
        for (int next = 1; room.attributes(free).isPresent(); next++) {
            free = Path.of(wanted + "." + next);
        }
        return free;
    }

    /** Moves an entry of the root into the quarantine, under that name. */
    void take(Folder root, Path entry, Path unconfirmed) throws IOException {
        root.move(entry, room, unconfirmed);
    }

    /** Whether the name is that of a confirmed move. */
    static boolean isConfirmed(Path name) {
        return CONFIRMED.matcher(name.toString()).matches();
    }

    /**
     * Confirms that the directory was moved in time, by giving it the deletion's id: it is a left-over if this run does not finish. Returns
     * the new name, or the old one if the renaming fails; then only a request removes it after a crash.
     */
    Path confirm(Path unconfirmed, String deletionId) {
        try {
            Path confirmed = free(deletionId);
            room.move(unconfirmed, room, confirmed);
            return confirmed;
        } catch (IOException cannot) {
            return unconfirmed;
        }
    }

    /**
     * Undoes {@link #take}; fails if the root has an entry of that name again. It looks first: a rename replaces an empty directory,
     * as a new task's is at first (<a href="https://man7.org/linux/man-pages/man2/rename.2.html">rename(2)</a>).
     */
    void giveBack(Path taken, Folder root, Path entry) throws IOException {
        if (root.attributes(entry).isPresent()) {
            throw new FileAlreadyExistsException(entry.toString());
        }
        room.move(taken, root, entry);
    }

    /** Visits each name in the quarantine as it is read. */
    void each(Folder.Visit visit) throws IOException {
        try (Folder names = room.again()) {
            names.each(visit);
        }
    }

    /** Removes everything that the quarantine holds of the task, and its directory if nothing is left. */
    void empty(TreeEraser eraser) throws IOException {
        clear(all -> all.each(left -> eraser.remove(room, left)));
    }

    /** Like {@link #empty}, but for these entries only. */
    void remove(List<Path> entries, TreeEraser eraser) throws IOException {
        clear(some -> {
            for (Path entry : entries) {
                eraser.remove(room, entry);
            }
        });
    }

    private void clear(Use clearing) throws IOException {
        try {
            clearing.of(this);
            if (isEmpty()) {
                area.rmdir(name);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException otherRun) {
            return; // the next look finds what the other run has brought here
        }
    }

    @Override
    public void close() throws IOException {
        try (area) {
            room.close();
        }
    }
}
