package io.tasksweep.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;

/**
 * Goes through the keys of one server page by page, so that their number burdens neither this service's memory nor Redis' other clients:
 * the next page is requested while one page is being taken and one waits, and no sooner. A loop over the cursor, not a chain of futures: a
 * large database takes more steps than a stack has frames.
 */
final class Scan {
    /** How many keys Redis looks at before it serves other clients. */
    static final int COUNT = 4_000;

    private static final String NOBODY = "nobody waits for the keys any more";

    private final Line line;
    private final Passengers passengers;
    private final Promise<Void> done = Promise.promise();
    private byte[] glob = {};
    private Future<Map<Search, List<byte[]>>> named = Future.succeededFuture(Map.of()); // delivered with the first page
    private boolean again;
    private boolean atEnd;
    private long nanos;
    private int pages;

    Scan(Line line, Passengers passengers) {
        this.line = line;
        this.passengers = passengers;
    }

    Future<Void> run() {
        begin();
        return done.future();
    }

    /** Begins at the first key, for all current searches. */
    private void begin() {
        again = false;
        nanos = 0;
        pages = 0;
        if (passengers.isEmpty()) {
            done.tryFail(NOBODY);
        } else {
            glob = passengers.glob();
            named = passengers.named(line);
            ask("0");
        }
    }

    /** Has the scan begin again as soon as it can; must not be called once the scan is at its end. */
    void beginAgain() {
        again = true;
    }

    /** Whether the scan has come to the last key, or has failed. */
    boolean isAtEnd() {
        return atEnd || done.future().isComplete();
    }

    /** How long Redis took to answer, for all pages together. */
    long nanos() {
        return nanos;
    }

    /** The number of pages received. */
    int pages() {
        return pages;
    }

    private void ask(String cursor) {
        Request scan = Request.cmd(Command.SCAN)
                .arg(cursor)
                .arg("MATCH")
                .arg(glob)
                .arg("COUNT")
                .arg(COUNT);
        long asked = System.nanoTime();
        line.ask(scan)
                .compose(answer -> {
                    nanos += System.nanoTime() - asked;
                    pages++;
                    return named.compose(known -> passengers.room().compose(room -> handOn(known, answer)));
                })
                .onFailure(done::tryFail);
    }

    /**
     * Ends at once: the next page is requested, but not waited for here. The request goes out first, so that Redis need not wait for the
     * rest.
     */
    private Future<Void> handOn(Map<Search, List<byte[]>> known, Response answer) {
        named = Future.succeededFuture(Map.of());
        goOn(answer.get(0).toString());
        passengers.give(known, answer.get(1));
        if (atEnd) {
            passengers.done().onComplete(taken -> done.tryComplete());
        }
        return Future.succeededFuture();
    }

    private void goOn(String next) {
        if (passengers.isEmpty()) {
            done.tryFail(NOBODY);
        } else if (again) {
            begin();
        } else if (next.equals("0")) {
            atEnd = true;
        } else {
            ask(next);
        }
    }
}
