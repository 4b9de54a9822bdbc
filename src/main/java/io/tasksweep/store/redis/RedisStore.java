package io.tasksweep.store.redis;

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
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A task's keys. They are unlinked, so that a huge value does not hold up Redis' other clients. */
public final class RedisStore implements ResourceStore {
    private static final int BATCH = 500;

    private final RedisCommands redis;
    private final TaskKeys keys;

    public RedisStore(RedisCommands redis, List<KeyPattern> patterns) {
        this.redis = redis;
        this.keys = new TaskKeys(redis, patterns);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.REDIS;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        FoundKeys found = new FoundKeys(taskId);
        return keys.each(taskId, page -> {
                    found.add(page);
                    return Future.succeededFuture();
                })
                .map(all -> found.evidence());
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        Unlinking unlinking = new Unlinking(deletion);
        Future<Void> emptied = found.complete()
                ? unlinking.all(keys.own(deletion.taskId(), found.names()))
                : keys.each(deletion.taskId(), unlinking::all);
        return emptied.transform(ended -> ended.succeeded() || unlinking.removed > 0
                ? Future.succeededFuture(unlinking.report(ended))
                : Future.failedFuture(ended.cause()));
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }

    /** Counts what Redis says it removed, so that a key that expired meanwhile is nobody's merit. */
    private final class Unlinking {
        private final Deletion deletion;
        private long removed;
        private boolean outOfTime;

        private Unlinking(Deletion deletion) {
            this.deletion = deletion;
        }

        private Future<Void> all(List<byte[]> names) {
            return InParts.of(names, BATCH, this::some);
        }

        private Future<Void> some(List<byte[]> names) {
            if (deletion.deadline().passed()) {
                outOfTime = true;
                return Future.succeededFuture();
            }
            return redis.unlink(names, count -> removed += count);
        }

        private Erased report(AsyncResult<Void> ended) {
            List<Failure> failures = new ArrayList<>();
            if (outOfTime) {
                failures.add(new Failure(FailureCode.TIMEOUT, "Not finished in time; repeat the request to go on."));
            }
            if (ended.failed()) {
                failures.add(explain(ended.cause()));
            }
            return new Erased(Counts.of(Unit.KEYS, removed), failures);
        }
    }
}
