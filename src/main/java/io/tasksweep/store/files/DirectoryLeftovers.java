package io.tasksweep.store.files;

import io.tasksweep.deletion.Leftovers;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.BlockingCalls;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The left-overs in the quarantine of a share. Names that no deletion has made are left alone. */
public final class DirectoryLeftovers implements Leftovers {
    private static final int MOST_TASKS = 1_000;
    private static final int MOST_EACH = 100;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Share share;
    private final BlockingCalls blocking;
    private final MountTable.Source mounts;

    DirectoryLeftovers(Share share, BlockingCalls blocking, MountTable.Source mounts) {
        this.share = share;
        this.blocking = blocking;
        this.mounts = mounts;
    }

    @Override
    public Future<List<Leftover>> find() {
        return blocking.ask(this::look);
    }

    private List<Leftover> look() throws IOException {
        List<Leftover> found = new ArrayList<>();
        try (Folder root = share.glance()) {
            Deadline end = Deadline.in(LONGEST, System::nanoTime);
            Quarantine.eachTask(root, name -> {
                TaskId.parse(name.toString())
                        .flatMap(taskId -> leftover(root, taskId))
                        .ifPresent(found::add);
                return found.size() < MOST_TASKS && !end.passed();
            });
        }
        return found;
    }

    /** An unreadable left-over must not hide the others; its removal reports why it cannot be read. */
    private static Optional<Leftover> leftover(Folder root, TaskId taskId) {
        try {
            return names(root, taskId).map(names -> new Leftover(taskId, names));
        } catch (IOException unreadable) {
            return Optional.of(new Leftover(taskId, List.of()));
        }
    }

    /** Empty if nothing is left, or only something that a request must judge. An empty list: only the task's empty directory is left. */
    private static Optional<List<String>> names(Folder root, TaskId taskId) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<Quarantine> found = Quarantine.find(root, taskId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Quarantine quarantine = found.get()) {
            quarantine.each(name -> {
                if (Quarantine.isConfirmed(name)) {
                    names.add(name.toString());
                }
                return names.size() < MOST_EACH;
            });
            return names.isEmpty() && !quarantine.isEmpty() ? Optional.empty() : Optional.of(names);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    @Override
    public Future<Erased> remove(Leftover leftover, Deadline deadline) {
        return blocking.call(() -> removeNow(leftover, deadline));
    }

    private Erased removeNow(Leftover leftover, Deadline deadline) throws IOException {
        try (Folder root = share.glance()) {
            Path place = Quarantine.AREA.resolve(leftover.taskId().value());
            if (mounts.read().hasAnyAtOrBelow(share.root().toRealPath().resolve(place))) {
                return new Erased(Counts.NONE, List.of(Removal.MOUNTED));
            }
            Tally tally = new Tally(deadline);
            // no caller waits for this: helper threads are left to the deletions that have one
            TreeEraser eraser = new TreeEraser(tally, leftover.taskId().value(), Walkers.NONE);
            try {
                clear(root, leftover, eraser);
            } catch (IOException unreadable) {
                tally.fails(FileFailures.of(unreadable));
            }
            return tally.erased();
        }
    }

    private static void clear(Folder root, Leftover leftover, TreeEraser eraser) throws IOException {
        List<Path> entries = leftover.deletions().stream().map(Path::of).toList();
        Quarantine.use(root, leftover.taskId(), quarantine -> quarantine.remove(entries, eraser));
    }
}
