package io.tasksweep.store.files;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.BlockingCalls;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The directories {@code <root>/{task_id}} of a share. The share must be there: a root that is missing, replaced or
 * without its marker is an outage ({@code SHARE_UNAVAILABLE}) and never an empty answer. Changes nothing outside the
 * task's own directory and the service's {@code <root>/.tasksweep}, wherever links lead.
 */
public final class DirectoryStore implements ResourceStore, AutoCloseable {
    /** The service's own directory in every root, with which all names begin that it makes there. */
    public static final String OWN_NAME = ".tasksweep";

    private final Share share;
    private final BlockingCalls blocking;
    private final MountTable.Source mounts;
    private final Optional<LastModified> lastModified;
    private final Walkers walkers;

    /**
     * @param lastModified tells how old a task's data is; empty if that does not matter
     * @param marker the name of an entry of the root that distinguishes the share from the empty directory below its mount point
     * @param walkers how many helper threads all deletions together have for large trees; may be 0
     */
    public DirectoryStore(
            Path root,
            Optional<String> marker,
            BlockingCalls blocking,
            Optional<LastModified> lastModified,
            int walkers) {
        this(new Share(root, marker, Folder::at), blocking, MountTable::read, lastModified, new Walkers(walkers));
    }

    DirectoryStore(
            Share share,
            BlockingCalls blocking,
            MountTable.Source mounts,
            Optional<LastModified> lastModified,
            Walkers walkers) {
        this.walkers = walkers;
        this.lastModified = lastModified;
        this.share = share;
        this.blocking = blocking;
        this.mounts = mounts;
    }

    /** The left-overs in the quarantine of the same share. */
    public DirectoryLeftovers leftovers() {
        return new DirectoryLeftovers(share, blocking, mounts);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.LOCAL_DIRECTORY;
    }

    /** Succeeds if the share is there and can be read, and the mount table can be read; changes nothing. */
    public Future<Void> check() {
        return blocking.ask(this::isEmptyNow).mapEmpty();
    }

    private boolean isEmptyNow() throws IOException {
        mounts.read();
        try (Folder root = share.open()) {
            return root.isEmpty();
        }
    }

    /** Finds whatever bears the task's name, a directory or not, and what earlier deletions have left in the quarantine. */
    @Override
    public Future<Evidence> survey(TaskId taskId) {
        return blocking.ask(() -> look(taskId));
    }

    private Evidence look(TaskId taskId) throws IOException {
        try (Folder root = share.open()) {
            Path name = Path.of(taskId.value());
            Optional<BasicFileAttributes> own = root.exactly(name);
            Counts all = own.map(DirectoryStore::one).orElse(Counts.NONE).plus(hidden(root, taskId));
            if (all.isEmpty()) {
                return Evidence.NOTHING;
            }
            Evidence found = new Evidence(all, List.of(), false);
            return own.isPresent() && lastModified.isPresent()
                    ? found.changedAt(lastModified.get().newest(root, name, own.get()))
                    : found;
        }
    }

    private static Counts one(BasicFileAttributes attributes) {
        return Counts.of(attributes.isDirectory() ? Unit.DIRECTORIES : Unit.FILES, 1);
    }

    /** An empty quarantine counts too: a crash left it, and a deletion that finds nothing would leave it there. */
    private static Counts hidden(Folder root, TaskId taskId) throws IOException {
        boolean there = Quarantine.use(root, taskId, opened -> {});
        return there ? Counts.of(Unit.DIRECTORIES, 1) : Counts.NONE;
    }

    /** Refuses a mount or a link that bears the task's name, and leaves it as it is. Failures name entries relative to the task. */
    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        return blocking.call(() -> remove(deletion));
    }

    private Erased remove(Deletion deletion) throws IOException {
        try (Folder root = share.open()) {
            return new Removal(share, root, mounts, deletion, walkers).run();
        }
    }

    @Override
    public Failure explain(Throwable cause) {
        return FileFailures.of(cause);
    }

    /** Running deletions continue, without help. */
    @Override
    public void close() {
        walkers.close();
    }
}
