package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;

/** A Redis alone, or the one that sentinels call the master. */
final class OneMaster implements Masters {
    private final Redis redis;
    private final long limitMillis;

    OneMaster(Redis redis, long limitMillis) {
        this.redis = redis;
        this.limitMillis = limitMillis;
    }

    /**
     * Asks afterwards what it is, on the same connection: a master that is made a replica drops its clients. That question goes out behind
     * the first one of the search, which then takes no longer for it if it has only one; else it is asked once more.
     */
    @Override
    public Future<Void> search(Function<Line, Future<Void>> search) {
        return Line.to(redis, limitMillis, line -> {
            Future<Void> searching = search.apply(line);
            Future<Response> role = line.ask(Request.cmd(Command.ROLE));
            long known = line.asked();
            return searching
                    .compose(searched -> line.asked() == known ? role : line.ask(Request.cmd(Command.ROLE)))
                    .compose(OneMaster::insist);
        });
    }

    private static Future<Void> insist(Response role) {
        return "master".equals(role.get(0).toString())
                ? Future.succeededFuture()
                : Future.failedFuture("READONLY what a replica does not hold may be held by its master");
    }

    @Override
    public Future<Void> close() {
        return redis.close();
    }
}
