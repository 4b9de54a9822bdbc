package io.tasksweep.store.redis;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/** What the platform's workers wrote down of a task. */
public final class RedisTaskRegistry implements TaskRegistry {
    private final RedisCommands redis;
    private final TaskKeys keys;
    private final StateReader reader;

    /** @param root as {@code files.root}, to compare what records say of it */
    public RedisTaskRegistry(RedisCommands redis, List<KeyPattern> patterns, Path root) {
        this.redis = redis;
        this.keys = new TaskKeys(redis, patterns);
        this.reader = new StateReader(root);
    }

    /** A record that says the task works is reason enough to stay away, also if a replica shows it or the search breaks off after it. */
    @Override
    public Future<Registered> look(TaskId taskId) {
        FoundKeys found = new FoundKeys(taskId);
        StateReading reading = new StateReading(redis, reader, taskId);
        return keys.each(taskId, page -> reading.all(found.add(page)))
                .map(all -> new Registered(reading.state(), found.evidence()))
                .recover(cause -> reading.state().activity().isPresent()
                        ? Future.succeededFuture(new Registered(reading.state(), found.part()))
                        : Future.failedFuture(cause));
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Evidence found) {
        StateReading reading = new StateReading(redis, reader, taskId);
        return found.complete()
                ? reading.all(found.names()).map(all -> reading.state())
                : look(taskId).map(Registered::state);
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }
}
