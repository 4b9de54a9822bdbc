package io.tasksweep.store.minio;

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
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A bucket that is listed by the prefixes that the service has. */
public final class ObjectsInMemory implements ResourceStore {
    private final List<PrefixPattern> patterns;
    private final NavigableSet<String> keys = new TreeSet<>();

    /** @throws IllegalArgumentException if one task's objects could be another's */
    public ObjectsInMemory(List<String> patterns) {
        this.patterns = patterns.stream().map(PrefixPattern::new).toList();
        PrefixPattern.check(this.patterns);
    }

    /** What it holds, to be changed at will. */
    public NavigableSet<String> keys() {
        return keys;
    }

    private List<String> of(TaskId taskId) {
        return patterns.stream()
                .map(pattern -> pattern.fill(taskId))
                .flatMap(prefix -> keys.stream().filter(key -> key.startsWith(prefix)))
                .distinct()
                .toList();
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.MINIO;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        int found = of(taskId).size();
        return Future.succeededFuture(found == 0 ? Evidence.NOTHING : Evidence.of(Unit.OBJECTS, found));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        List<String> mine = of(deletion.taskId());
        mine.forEach(keys::remove);
        return Future.succeededFuture(new Erased(Counts.of(Unit.OBJECTS, mine.size()), List.of()));
    }

    @Override
    public Failure explain(Throwable cause) {
        return new Failure(FailureCode.INTERNAL, "Unexpected: " + cause);
    }
}
