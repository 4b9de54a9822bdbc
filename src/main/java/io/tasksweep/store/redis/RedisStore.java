package io.tasksweep.store.redis;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A task's keys. They are unlinked, so that a huge value does not hold up Redis' other clients. */
public final class RedisStore implements ResourceStore {
    private static final int BATCH = 500;

    private final RedisCommands redis;
    private final TaskKeys keys;
    private final KeyRoom room;

    public RedisStore(RedisCommands redis, List<KeyPattern> patterns) {
        this(redis, patterns, KeyRoom.SHARED);
    }

    RedisStore(RedisCommands redis, List<KeyPattern> patterns, KeyRoom room) {
        this.room = room;
        this.redis = redis;
        this.keys = new TaskKeys(redis, patterns);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.REDIS;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        FoundKeys found = new FoundKeys(taskId, room);
        return keys.each(taskId, page -> {
                    found.add(page);
                    return Future.succeededFuture();
                })
                .map(all -> found.evidence())
                .onComplete(over -> found.close());
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        // where the watch has ended, somebody may have changed a key unseen: nothing is removed before another look
        Future<Erased> erased = found.watch().isPresent()
                ? redis.takeWatch(found.watch())
                        .map(watch -> underWatch(deletion, found, watch).onComplete(ended -> watch.close()))
                        .orElse(Future.succeededFuture(Erased.NOTHING))
                : erase(deletion, found, Optional.empty());
        return erased.onComplete(ended -> KeptNames.giveBack(found.names()));
    }

    @Override
    public void release(Evidence found) {
        keys.release(found);
    }

    /**
     * If nobody else has changed one of the keys since before the look, nothing is left that another search would find. If somebody has,
     * what is still there stays until another look: it may be a new task's.
     */
    private Future<Erased> underWatch(Deletion deletion, Evidence found, Watch watch) {
        return watch.isQuiet()
                .compose(quiet -> quiet
                        ? erase(deletion, found, Optional.of(watch)).compose(erased -> lookedAfter(erased, watch))
                        : Future.succeededFuture(Erased.NOTHING));
    }

    private static Future<Erased> lookedAfter(Erased erased, Watch watch) {
        return erased.failures().isEmpty()
                ? watch.isQuiet().map(quiet -> quiet ? erased.leaving(Evidence.NOTHING) : erased)
                : Future.succeededFuture(erased);
    }

    private Future<Erased> erase(Deletion deletion, Evidence found, Optional<Watch> watch) {
        Unlink unlink = watch.<Unlink>map(kept -> kept::unlink).orElse(redis::unlink);
        Unlinking unlinking = new Unlinking(deletion, unlink);
        Future<Void> emptied = found.complete()
                ? InParts.of(found.names(), BATCH, part -> unlinking.all(keys.own(deletion.taskId(), part)))
                : keys.each(deletion.taskId(), watch, unlinking::all);
        return emptied.transform(ended -> ended.succeeded() || unlinking.removed > 0
                ? Future.succeededFuture(unlinking.report(ended))
                : Future.failedFuture(ended.cause()));
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }

    /** Removes keys before the deadline, and reports how many. */
    private interface Unlink {
        Future<Void> send(List<byte[]> keys, Deadline deadline, LongConsumer removed);
    }

    /** Counts the keys that Redis says it removed, so that a key that expired meanwhile does not count. */
    private final class Unlinking {
        private final Deletion deletion;
        private final Unlink unlink;
        private long removed;
        private boolean outOfTime;

        private Unlinking(Deletion deletion, Unlink unlink) {
            this.deletion = deletion;
            this.unlink = unlink;
        }

        private Future<Void> all(List<byte[]> names) {
            return InParts.of(names, BATCH, this::some);
        }

        private Future<Void> some(List<byte[]> names) {
            if (deletion.deadline().passed()) {
                outOfTime = true;
                return Future.succeededFuture();
            }
            return unlink.send(names, deletion.deadline(), count -> removed += count);
        }

        private Erased report(AsyncResult<Void> ended) {
            List<Failure> failures = new ArrayList<>();
            if (outOfTime) {
                failures.add(Failure.UNFINISHED);
            }
            if (ended.failed()) {
                failures.add(explain(ended.cause()));
            }
            return new Erased(Counts.of(Unit.KEYS, removed), failures);
        }
    }
}
