package io.tasksweep.store.files;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Files below a share, by their paths; what lies below the directory of a task's name is the task's. */
public final class TreesInMemory implements ResourceStore {
    private static final Path ROOT = Path.of("/share/workflows");

    private final NavigableSet<Path> files = new TreeSet<>();

    /** What it holds, to be changed at will. */
    public NavigableSet<Path> files() {
        return files;
    }

    public static Path path(String task, String name) {
        return ROOT.resolve(task).resolve(name);
    }

    private List<Path> of(TaskId taskId) {
        Path directory = ROOT.resolve(taskId.value()).normalize();
        return files.stream().filter(file -> file.startsWith(directory)).toList();
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.LOCAL_DIRECTORY;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        int found = of(taskId).size();
        return Future.succeededFuture(found == 0 ? Evidence.NOTHING : Evidence.of(Unit.FILES, found));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        List<Path> mine = of(deletion.taskId());
        mine.forEach(files::remove);
        return Future.succeededFuture(new Erased(Counts.of(Unit.FILES, mine.size()), List.of()));
    }

    @Override
    public Failure explain(Throwable cause) {
        return new Failure(FailureCode.INTERNAL, "Unexpected: " + cause);
    }
}
