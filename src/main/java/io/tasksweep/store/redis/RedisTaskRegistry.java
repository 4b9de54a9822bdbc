package io.tasksweep.store.redis;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The records that the platform's workers write about a task. */
public final class RedisTaskRegistry implements TaskRegistry {
    private final RedisCommands redis;
    private final TaskKeys keys;
    private final StateReader reader;
    private final KeyRoom room;

    /**
     * Sends no command yet.
     *
     * @param root the value of {@code files.root}, to compare with what records say of it
     * @param quietPeriod unless it is zero, looks report when records were written
     */
    public RedisTaskRegistry(RedisCommands redis, List<KeyPattern> patterns, Path root, Duration quietPeriod) {
        this(redis, patterns, root, quietPeriod, KeyRoom.SHARED);
    }

    RedisTaskRegistry(RedisCommands redis, List<KeyPattern> patterns, Path root, Duration quietPeriod, KeyRoom room) {
        this.room = room;
        this.redis = redis;
        this.keys = new TaskKeys(redis, patterns);
        this.reader = new StateReader(root, quietPeriod.isZero() ? record -> Optional.empty() : StateTime::of);
    }

    /** One record that shows the task at work is enough to stay away, even if a replica shows it, or the search breaks off after it. */
    @Override
    public Future<Registered> look(TaskId taskId) {
        return keys.watch(taskId).compose(watch -> look(taskId, watch));
    }

    /** Closes the watch if it would help nobody: an active task stays, unless forced. */
    private Future<Registered> look(TaskId taskId, Optional<Watch> watch) {
        return search(taskId, watch).map(seen -> underWatch(seen, watch)).onComplete(looked -> {
            boolean wanted =
                    looked.succeeded() && looked.result().keys().watch().isPresent();
            watch.filter(kept -> !wanted).ifPresent(Watch::close);
        });
    }

    private static Registered underWatch(Registered seen, Optional<Watch> watch) {
        return watch.filter(kept -> seen.state().activity().isEmpty())
                .map(kept -> new Registered(seen.state(), seen.keys().watchedBy(kept.number())))
                .orElse(seen);
    }

    private Future<Registered> search(TaskId taskId, Optional<Watch> watch) {
        FoundKeys found = new FoundKeys(taskId, room);
        StateReading reading = new StateReading(redis, reader, taskId);
        return keys.each(taskId, watch, page -> reading.add(found.add(page)))
                .transform(searched -> searched.succeeded() ? reading.rest() : restOf(reading, searched.cause()))
                .map(all -> new Registered(reading.state(), found.evidence()))
                .recover(cause -> reading.state().activity().isPresent()
                        ? Future.succeededFuture(new Registered(reading.state(), found.part()))
                        : Future.failedFuture(cause))
                .onComplete(over -> found.close());
    }

    /** Reads the remaining records unless nobody answers any more; fails with the search's cause in any case. */
    private static Future<Void> restOf(StateReading reading, Throwable searchFailed) {
        Future<Void> rest = RedisCommands.isSilence(searchFailed) ? Future.succeededFuture() : reading.rest();
        return rest.transform(read -> Future.failedFuture(searchFailed));
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        return search(taskId, Optional.empty()).onSuccess(this::release).map(Registered::state);
    }

    @Override
    public void release(Registered seen) {
        keys.release(seen.keys());
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        return unlessQuiet(seen, () -> state(taskId));
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return unlessQuiet(seen, () -> read(taskId, seen.keys()));
    }

    private Future<TaskState> unlessQuiet(Registered seen, Supplier<Future<TaskState>> otherwise) {
        return redis.watch(seen.keys().watch())
                .map(Watch::isQuiet)
                .orElse(Future.succeededFuture(false))
                .compose(quiet -> quiet ? Future.succeededFuture(seen.state()) : otherwise.get());
    }

    private Future<TaskState> read(TaskId taskId, Evidence found) {
        StateReading reading = new StateReading(redis, reader, taskId);
        return found.complete() ? reading.all(found.names()).map(all -> reading.state()) : state(taskId);
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }
}
