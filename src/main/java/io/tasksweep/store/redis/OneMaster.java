package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.Function;

/** A standalone Redis, or the one that the sentinels call the master. */
final class OneMaster implements Masters {
    private final Redis redis;
    private final Duration limit;

    OneMaster(Redis redis, Duration limit) {
        this.redis = redis;
        this.limit = limit;
    }

    /**
     * Asks for the server's role on the same connection, right behind the first commands of the search, so that the search takes no longer
     * for it. Asks again if the search has sent more commands since.
     */
    @Override
    public Future<Void> search(Function<Line, Future<Void>> search) {
        return Line.to(redis, limit, line -> {
            Future<Void> searching = search.apply(line);
            Future<Response> role = line.ask(Request.cmd(Command.ROLE));
            long known = line.asked();
            return searching
                    .compose(searched -> role.compose(OneMaster::insist))
                    .compose(master -> line.asked() == known
                            ? Future.succeededFuture()
                            : line.ask(Request.cmd(Command.ROLE)).compose(OneMaster::insist));
        });
    }

    /** Whether the answer to {@code ROLE} is that of a master. */
    static boolean isMaster(Response role) {
        return "master".equals(role.get(0).toString());
    }

    private static Future<Void> insist(Response role) {
        return isMaster(role)
                ? Future.succeededFuture()
                : Future.failedFuture(new DoubtfulAnswer(
                        RedisFailures.READ_ONLY, "what a replica does not hold may be held by its master"));
    }

    @Override
    public Future<Void> close() {
        return redis.close();
    }
}
