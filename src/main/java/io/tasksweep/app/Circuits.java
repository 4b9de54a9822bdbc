package io.tasksweep.app;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.store.StoreCircuit;
import io.tasksweep.store.files.DirectoryStore;
import io.tasksweep.store.minio.MinioStore;
import io.tasksweep.store.redis.RedisCommands;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** One circuit per store; all questions to that store go through it. */
record Circuits(StoreCircuit directory, StoreCircuit state, StoreCircuit object) {
    /**
     * Calls to Redis and to the object store end by themselves. A directory that hangs has no limit of its own, so its circuit counts
     * it as silent after the store timeout.
     */
    static Circuits of(
            Vertx vertx, DeletionPolicy policy, DirectoryStore directories, RedisCommands redis, MinioStore objects) {
        Duration late = lateAfter(policy);
        return new Circuits(
                new StoreCircuit(
                        vertx,
                        ResourceKind.LOCAL_DIRECTORY.label(),
                        directories::check,
                        answer -> false,
                        policy.storeTimeout()),
                new StoreCircuit(vertx, ResourceKind.REDIS.label(), redis::ping, RedisCommands::isSilence, late),
                new StoreCircuit(vertx, ResourceKind.MINIO.label(), objects::check, MinioStore::isSilence, late));
    }

    /** After this time any call is considered to hang, whatever the call does. */
    static Duration lateAfter(DeletionPolicy policy) {
        return policy.timeout().plusSeconds(5);
    }

    Map<ResourceKind, StoreCircuit> byKind() {
        return new EnumMap<>(
                Map.of(ResourceKind.LOCAL_DIRECTORY, directory, ResourceKind.REDIS, state, ResourceKind.MINIO, object));
    }
}
