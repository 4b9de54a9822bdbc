package io.tasksweep.store.redis;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Sends requests for keys on several nodes of a cluster, all at once, each on its own way. */
final class Spread {
    private final RedisConnection cluster;
    private final Consumer<Response> each;
    private final BooleanSupplier over;

    /**
     * Sends nothing yet.
     *
     * @param each hears every answer as it comes, even if others fail
     * @param over whether nothing more may be sent
     */
    Spread(RedisConnection cluster, Consumer<Response> each, BooleanSupplier over) {
        this.cluster = cluster;
        this.each = each;
        this.over = over;
    }

    /** All answers, in order; fails if any fails. */
    Future<List<Response>> send(List<Request> requests) {
        List<Future<Response>> first = requests.stream().map(this::send).toList();
        return Future.join(first).transform(ended -> {
            List<Future<Response>> answers = new ArrayList<>();
            Future<?> before = Future.succeededFuture();
            for (int i = 0; i < requests.size(); i++) {
                Future<Response> answer = first.get(i);
                if (answer.failed() && isLost(answer.cause())) {
                    Request again = requests.get(i);
                    answer = before.transform(sent -> over.getAsBoolean() ? RedisCommands.tooLate() : send(again));
                    before = answer;
                }
                answers.add(answer);
            }
            return Future.join(answers).map(CompositeFuture::list);
        });
    }

    private Future<Response> send(Request request) {
        return cluster.send(request)
                .map(answer -> RedisCommands.notNil(Optional.ofNullable(answer)))
                .onSuccess(each::accept);
    }

    /**
     * While a slot moves, the client asks the new node on one shared connection, where a request can use up another's permission to ask
     * ({@code ASKING}). Sent one after the other, the requests get through.
     */
    private static boolean isLost(Throwable cause) {
        String word = String.valueOf(cause.getMessage());
        return word.startsWith("MOVED") || word.startsWith("ASK") || word.startsWith("TRYAGAIN");
    }
}
