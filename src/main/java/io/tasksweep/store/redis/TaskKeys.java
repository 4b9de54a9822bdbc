package io.tasksweep.store.redis;

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the keys of a task. Exact keys are asked for; the others need a {@code SCAN} of the whole database, which tasks share. */
final class TaskKeys {
    private final RedisCommands redis;
    private final List<KeyPattern> patterns;

    TaskKeys(RedisCommands redis, List<KeyPattern> patterns) {
        this.redis = redis;
        this.patterns = List.copyOf(patterns);
    }

    /** Only these keys may be read as the task's, or deleted, whatever Redis or anybody else says. */
    List<byte[]> own(TaskId taskId, List<byte[]> keys) {
        List<KeyShape> shapes =
                patterns.stream().map(pattern -> pattern.shape(taskId)).toList();
        return keys.stream().filter(key -> isOf(shapes, key)).toList();
    }

    static boolean isOf(List<KeyShape> shapes, byte[] key) {
        for (KeyShape shape : shapes) {
            if (shape.matches(key)) {
                return !OwnKeys.isOwn(key);
            }
        }
        return false;
    }

    /**
     * Hands on the task's keys, some at a time; a key may come twice, as {@code SCAN} does when a table grows. Fails if some keys may have
     * been missed.
     */
    Future<Void> each(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return each(taskId, Optional.empty(), page);
    }

    /** Likewise, under a watch. */
    Future<Void> each(TaskId taskId, Optional<Watch> watch, Function<List<byte[]>, Future<Void>> page) {
        List<KeyShape> shapes = patterns.stream()
                .filter(pattern -> !pattern.exact())
                .map(pattern -> pattern.shape(taskId))
                .toList();
        return redis.search(exact(taskId), shapes, watch, page);
    }

    /** Starts watching all of the task's keys if that is possible and spares a long search; empty otherwise. Never fails. */
    Future<Optional<Watch>> watch(TaskId taskId) {
        return redis.watch(shortest(patterns.stream()
                .map(pattern -> pattern.shape(taskId).beginning())
                .toList()));
    }

    /** Releases what a look keeps: its watch, and the room of its names; idempotent. */
    void release(Evidence found) {
        redis.takeWatch(found.watch()).ifPresent(Watch::close);
        KeptNames.giveBack(found.names());
    }

    /** Drops the beginnings that start with another one, which stands right before them when they are sorted. */
    private static List<byte[]> shortest(List<byte[]> beginnings) {
        List<byte[]> kept = new ArrayList<>();
        for (byte[] one : beginnings.stream().sorted(Arrays::compareUnsigned).toList()) {
            if (kept.isEmpty() || !KeyShape.standsAt(kept.get(kept.size() - 1), one, 0)) {
                kept.add(one);
            }
        }
        return kept;
    }

    private List<byte[]> exact(TaskId taskId) {
        return own(
                taskId,
                patterns.stream()
                        .filter(KeyPattern::exact)
                        .map(pattern -> pattern.key(taskId))
                        .toList());
    }
}
