package io.tasksweep.app;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.store.StoreBreaker;
import io.tasksweep.store.files.DirectoryStore;
import io.tasksweep.store.minio.MinioStore;
import io.tasksweep.store.redis.RedisCommands;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One for each store: what all questions to it go through. */
record Breakers(StoreBreaker directory, StoreBreaker state, StoreBreaker object) {
    /** Calls of Redis and the object store end by themselves; a directory that hangs has no limit of its own. */
    static Breakers of(
            Vertx vertx, DeletionPolicy policy, DirectoryStore directories, RedisCommands redis, MinioStore objects) {
        Duration late = lateAfter(policy);
        return new Breakers(
                new StoreBreaker(
                        vertx,
                        ResourceKind.LOCAL_DIRECTORY.label(),
                        directories::check,
                        answer -> false,
                        policy.storeTimeout()),
                new StoreBreaker(vertx, ResourceKind.REDIS.label(), redis::ping, RedisCommands::isSilence, late),
                new StoreBreaker(vertx, ResourceKind.MINIO.label(), objects::check, MinioStore::isSilence, late));
    }

    /** After which something hangs, whatever it is. */
    static Duration lateAfter(DeletionPolicy policy) {
        return policy.timeout().plusSeconds(5);
    }

    Map<String, StoreBreaker> byLabel() {
        Map<String, StoreBreaker> all = new LinkedHashMap<>();
        all.put(ResourceKind.LOCAL_DIRECTORY.label(), directory);
        all.put(ResourceKind.REDIS.label(), state);
        all.put(ResourceKind.MINIO.label(), object);
        return all;
    }
}
