package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has Redis report what changes among a task's keys while it is deleted, so that they need not be searched for again afterwards
 * (<a href="https://redis.io/docs/latest/develop/reference/client-side-caching/">{@code CLIENT TRACKING}</a>, broadcasting). If that is not
 * possible, or something has changed, there is a second search.
 */
final class Watches {
    /** The most watches at once: Redis compares every write of any client with what each of them watches. */
    static final int MOST = 16;

    /** How long a server that refuses is not asked again. */
    private static final long REFUSAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Redis redis;
    private final Duration patience;
    private final Duration limit;
    private final Map<Long, Watch> kept = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Optional<Long> refused = Optional.empty();

    /**
     * @param redis a client whose connections nobody else uses
     * @param patience how long a search may be held up for a watch
     * @param limit time limit for each command
     */
    Watches(Redis redis, Duration patience, Duration limit) {
        this.redis = redis;
        this.patience = patience;
        this.limit = limit;
    }

    /** Watches all keys with these prefixes. Empty if that is not possible; never fails. */
    Future<Optional<Watch>> begin(List<byte[]> beginnings) {
        boolean inVain = refused.filter(nanos -> System.nanoTime() - nanos < REFUSAL_NANOS)
                .isPresent();
        return inVain || kept.size() >= MOST
                ? Future.succeededFuture(Optional.empty())
                : Line.connection(redis, patience)
                        .compose(connection -> begin(connection, beginnings))
                        .map(Optional::of)
                        .otherwise(Optional.empty());
    }

    private Future<Watch> begin(RedisConnection connection, List<byte[]> beginnings) {
        Watch watch = new Watch(numbers.incrementAndGet(), connection, limit, this::drop);
        kept.put(watch.number(), watch);
        connection.endHandler(end -> {
            kept.remove(watch.number());
            watch.end();
        });
        return watch.begin(beginnings)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    refused = RedisFailures.isSilence(cause) ? Optional.empty() : Optional.of(System.nanoTime());
                    kept.remove(watch.number()); // the connection may have ended before anybody listened for that
                    watch.close();
                });
    }

    /** The watch with that number; empty if it has ended. */
    Optional<Watch> find(OptionalLong number) {
        return number.isPresent() ? Optional.ofNullable(kept.get(number.getAsLong())) : Optional.empty();
    }

    /** Ends a watch that nobody has taken: its look may have timed out, and Redis would go on reporting as long as anybody writes. */
    private void drop(long number) {
        take(OptionalLong.of(number)).ifPresent(Watch::close);
    }

    /** Like {@link #find}, but for the last time: the caller must close the watch. */
    Optional<Watch> take(OptionalLong number) {
        Optional<Watch> taken = find(number);
        taken.ifPresent(watch -> kept.remove(watch.number()));
        return taken;
    }

    Future<Void> close() {
        return redis.close();
    }
}
