package io.tasksweep.store.redis;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** A space of keys that is searched by globs, as Redis searches, and checked by the patterns that the service has. */
public final class KeysInMemory implements ResourceStore, TaskRegistry {
    private final List<KeyPattern> patterns;
    private final NavigableSet<String> keys = new TreeSet<>();

    public KeysInMemory(List<String> patterns) {
        this.patterns = patterns.stream().map(KeyPattern::new).toList();
    }

    /** What it holds, to be changed at will. */
    public NavigableSet<String> keys() {
        return keys;
    }

    private List<String> of(TaskId taskId) {
        return keys.stream().filter(key -> isOf(taskId, key)).toList();
    }

    private boolean isOf(TaskId taskId, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        List<KeyShape> shapes =
                patterns.stream().map(pattern -> pattern.shape(taskId)).toList();
        return RedisGlob.matches(KeyGlob.of(shapes), bytes) && TaskKeys.isOf(shapes, bytes);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.REDIS;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        List<byte[]> names = of(taskId).stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toList();
        return Future.succeededFuture(new Evidence(Counts.of(Unit.KEYS, names.size()), names, true));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        long gone = found.names().stream()
                .map(name -> new String(name, StandardCharsets.UTF_8))
                .filter(keys::remove)
                .count();
        return Future.succeededFuture(new Erased(Counts.of(Unit.KEYS, gone), List.of()));
    }

    /** The keys' values are those of a task that has ended. */
    @Override
    public Future<Registered> look(TaskId taskId) {
        return survey(taskId).map(found -> new Registered(state(found), found));
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        return look(taskId).map(Registered::state);
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return lookAgain(taskId, seen);
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        return Future.succeededFuture(state(seen.keys()));
    }

    private static TaskState state(Evidence found) {
        return new TaskState(found.names().size(), Optional.empty(), new TreeSet<>(), false);
    }

    @Override
    public Failure explain(Throwable cause) {
        return new Failure(FailureCode.INTERNAL, "Unexpected: " + cause);
    }
}
