package io.tasksweep.app;

import io.tasksweep.codec.DeletionJson;
import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.Leases;
import io.tasksweep.deletion.Leftovers;
import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.deletion.Receipts;
import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.store.BlockingCalls;
import io.tasksweep.store.CircuitBreakerLeases;
import io.tasksweep.store.CircuitBreakerLeftovers;
import io.tasksweep.store.CircuitBreakerOpenDeletions;
import io.tasksweep.store.CircuitBreakerReceipts;
import io.tasksweep.store.CircuitBreakerRegistry;
import io.tasksweep.store.CircuitBreakerStore;
import io.tasksweep.store.StoreCircuit;
import io.tasksweep.store.files.DirectoryStore;
import io.tasksweep.store.files.LastModified;
import io.tasksweep.store.minio.MinioStore;
import io.tasksweep.store.redis.RedisCommands;
import io.tasksweep.store.redis.RedisLeases;
import io.tasksweep.store.redis.RedisOpenDeletions;
import io.tasksweep.store.redis.RedisReceipts;
import io.tasksweep.store.redis.RedisStore;
import io.tasksweep.store.redis.RedisTaskRegistry;
import io.tasksweep.store.redis.ResultFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The adapters of the three stores, connected. A store that is down at that time is noticed only when it is first asked. */
record Stores(
        ResourceStore directories,
        ResourceStore objects,
        ResourceStore states,
        TaskRegistry registry,
        Receipts receipts,
        Leases leases,
        OpenDeletions openDeletions,
        Leftovers leftovers,
        Map<ResourceKind, StoreCircuit> circuits,
        Supplier<Future<Void>> closing) {

    static Stores open(Vertx vertx, Settings settings, Clock clock) {
        Duration warnAfter = Circuits.lateAfter(settings.deletion());
        BlockingCalls fileCalls =
                new BlockingCalls(vertx, "tasksweep-files", settings.files().threads(), warnAfter);
        BlockingCalls objectCalls =
                new BlockingCalls(vertx, "tasksweep-minio", settings.minio().threads(), warnAfter);
        RedisCommands redis = new RedisCommands(vertx, settings.redis());
        DirectoryStore directories = directories(settings, fileCalls);
        MinioStore objects = objects(settings, objectCalls);
        Circuits circuits = Circuits.of(vertx, settings.deletion(), directories, redis, objects);
        return new Stores(
                new CircuitBreakerStore(directories, circuits.directory()),
                new CircuitBreakerStore(objects, circuits.object()),
                new CircuitBreakerStore(new RedisStore(redis, settings.redis().keyPatterns()), circuits.state()),
                new CircuitBreakerRegistry(registry(settings, redis), circuits.state()),
                new CircuitBreakerReceipts(new RedisReceipts(redis, new JsonResults()), circuits.state()),
                new CircuitBreakerLeases(new RedisLeases(redis, new JsonResults(), clock), circuits.state()),
                new CircuitBreakerOpenDeletions(new RedisOpenDeletions(redis), circuits.state()),
                new CircuitBreakerLeftovers(directories.leftovers(), circuits.directory()),
                circuits.byKind(),
                () -> {
                    directories.close();
                    objects.close();
                    return Future.join(redis.close(), fileCalls.close(), objectCalls.close())
                            .mapEmpty();
                });
    }

    private static DirectoryStore directories(Settings settings, BlockingCalls calls) {
        Settings.Files files = settings.files();
        return new DirectoryStore(
                files.root(), files.marker(), calls, lastModified(settings.deletion()), files.walkers());
    }

    private static MinioStore objects(Settings settings, BlockingCalls calls) {
        DeletionPolicy policy = settings.deletion();
        return new MinioStore(
                settings.minio(),
                calls,
                policy.quietPeriod(),
                policy.storeTimeout().dividedBy(2));
    }

    private static RedisTaskRegistry registry(Settings settings, RedisCommands redis) {
        return new RedisTaskRegistry(
                redis,
                settings.redis().keyPatterns(),
                settings.files().root(),
                settings.deletion().quietPeriod());
    }

    private static Optional<LastModified> lastModified(DeletionPolicy policy) {
        return Optional.of(policy.quietPeriod())
                .filter(period -> !period.isZero())
                .map(period -> new LastModified(period, policy.storeTimeout().dividedBy(2)));
    }

    /** What an error of that store means. */
    Failure explain(ResourceKind kind, Throwable cause) {
        return Stream.of(directories, states, objects)
                .filter(store -> store.kind() == kind)
                .findFirst()
                .orElseThrow()
                .explain(cause);
    }

    Future<Void> close() {
        return closing.get();
    }

    /** The same JSON as in answers. */
    private static final class JsonResults implements ResultFormat {
        @Override
        public String write(DeletionResult result) {
            return DeletionJson.result(result).encode();
        }

        @Override
        public DeletionResult read(String text) {
            return DeletionJson.result(new JsonObject(text));
        }
    }
}
