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
 * Where a task's directory is renamed to before it is deleted, out of the reach of those who know its path:
 * {@code <root>/.tasksweep/{task_id}/{deletion_id}}. What is left there by earlier runs is data of the task like any
 * other, an empty {@code {task_id}} too. Another run may remove it at any time.
 * Until it is known that a directory was moved in time, its name begins with a dot: it may be a new task's, and so is no left-over.
 */
final class Quarantine implements Closeable {
    static final Path AREA = Path.of(DirectoryStore.OWN_NAME);

    private static final String UNCONFIRMED = ".";

    /** A deletion's id. */
    private static final Pattern CONFIRMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

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

    /** The task's, if there is one. Fails with {@code OUTSIDE_ROOT} if something else bears its name. */
    static Optional<Quarantine> find(Folder root, TaskId taskId) throws IOException {
        Optional<Folder> area = enter(root, AREA);
        return area.isEmpty() ? Optional.empty() : inside(area.get(), Path.of(taskId.value()));
    }

    /** Each name in the area, as it comes. */
    static void eachTask(Folder root, Folder.Visit visit) throws IOException {
        Optional<Folder> area = enter(root, AREA);
        if (area.isPresent()) {
            try (Folder names = area.get()) {
                names.each(visit);
            }
        }
    }

    /** The task's, made if need be. Any failure but {@code OUTSIDE_ROOT} means that we must do without. */
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
     * Java makes directories by path only, and a path through {@link #AREA} could be led elsewhere by a link. So it
     * is made next to the area, where the last part of the path is the only one that others can write, and renamed by
     * handle.
     */
    private static void createInside(Share share, Folder root, Folder area, Path name) throws IOException {
        Path fresh = Path.of(AREA + "-" + name);
        if (root.attributes(fresh).isPresent()) {
            root.rmdir(fresh); // a crash has left it; fails if it is not empty, for then it is not ours
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
            return; // what it is gets checked when it is opened
        }
    }

    boolean isEmpty() throws IOException {
        try {
            return room.isEmpty();
        } catch (NoSuchFileException removed) {
            return true;
        }
    }

    /** What the deletion can call in here what it takes, while it is not known whether that was in time. */
    Path unconfirmed(String deletionId) throws IOException {
        return free(UNCONFIRMED + deletionId);
    }

    /** Or the next free name, if an earlier pass has left that. */
    private Path free(String wanted) throws IOException {
        Path free = Path.of(wanted);
        for (int next = 1; room.attributes(free).isPresent(); next++) {
            free = Path.of(wanted + "." + next);
        }
        return free;
    }

    /** Renames the entry of the root to that name. */
    void take(Folder root, Path entry, Path unconfirmed) throws IOException {
        root.move(entry, room, unconfirmed);
    }

    /** Whether it is called so as what was taken in time. */
    static boolean isConfirmed(Path name) {
        return CONFIRMED.matcher(name.toString()).matches();
    }

    /**
     * It was taken in time: from now on it bears the deletion's id, and is a left-over if nobody ends this. What it is called then; as
     * before if it cannot be renamed, which only means that what a crash leaves is a request's to remove.
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
     * Undoes {@link #take}; fails if there is something of that name again. It is looked for, since a rename replaces an empty directory, as
     * a new task's is at first (<a href="https://man7.org/linux/man-pages/man2/rename.2.html">rename(2)</a>).
     */
    void giveBack(Path taken, Folder root, Path entry) throws IOException {
        if (root.attributes(entry).isPresent()) {
            throw new FileAlreadyExistsException(entry.toString());
        }
        room.move(taken, root, entry);
    }

    /** Each name in it, as it comes. */
    void each(Folder.Visit visit) throws IOException {
        try (Folder names = room.again()) {
            names.each(visit);
        }
    }

    /** Removes all that the quarantine holds of the task, and its directory if nothing is left. */
    void empty(TreeEraser eraser) throws IOException {
        clear(() -> each(left -> eraser.remove(room, left)));
    }

    /** The same for these only. */
    void remove(List<Path> entries, TreeEraser eraser) throws IOException {
        clear(() -> {
            for (Path entry : entries) {
                eraser.remove(room, entry);
            }
        });
    }

    private interface Clearing {
        void run() throws IOException;
    }

    private void clear(Clearing clearing) throws IOException {
        try {
            clearing.run();
            if (isEmpty()) {
                area.rmdir(name);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException otherRun) {
            return; // what it has brought here is for the next look to find
        }
    }

    @Override
    public void close() throws IOException {
        try (area) {
            room.close();
        }
    }
}
