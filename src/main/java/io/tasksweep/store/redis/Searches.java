package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets searches share a pass over the database, as a group commit does. A search alone begins at once. A search that comes while a pass is
 * under way gets the next one, since keys written before it came may lie where the current pass has already been.
 */
final class Searches {
    /**
     * The fraction (one nth) of a usual pass during which a pass begins again for a late search, rather than have it wait for the next
     * pass.
     */
    private static final int YOUNG_PART = 16;

    /** A pass over more pages takes longer than a few single commands. */
    private static final int LONG_PAGES = 8;

    /** No timer has this number. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final Masters masters;
    private final Duration patience;
    private final List<Search> waiting = new ArrayList<>();
    private Optional<ScanPass> current = Optional.empty();
    private long usualNanos;
    private volatile boolean areLong;
    private long timer = NONE;

    /** @param patience how long a slow participant, Redis or a caller that takes keys, may hold up others */
    Searches(Vertx vertx, Masters masters, Duration patience) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.masters = masters;
        this.patience = patience;
    }

    /** Completes when the search's function has received all keys; fails if some may have been missed. */
    Future<Void> run(Search search) {
        context.runOnContext(asked -> add(search));
        return search.ended();
    }

    /** Whether the last pass that succeeded was long: over tens of thousands of keys. */
    boolean areLong() {
        return areLong;
    }

    private void add(Search search) {
        if (current.filter(pass -> pass.takes(search)).isPresent()) {
            return;
        }
        waiting.add(search);
        if (current.isEmpty()) {
            next();
        } else if (waiting.size() == 1) {
            beginBesideIfLate(current.get());
        }
    }

    /** If a pass takes much longer than the one before, something holds it up: the waiting searches then begin a pass beside it. */
    private void beginBesideIfLate(ScanPass pass) {
        long usual = TimeUnit.NANOSECONDS.toMillis(usualNanos);
        timer = vertx.setTimer(Math.max(patience.toMillis(), 2 * usual), late -> leave(pass));
    }

    private void next() {
        if (!waiting.isEmpty()) {
            ScanPass pass = pass(List.copyOf(waiting));
            waiting.clear();
            current = Optional.of(pass);
            begin(pass);
        }
    }

    private ScanPass pass(List<Search> searches) {
        Passengers passengers = new Passengers(vertx, searches, patience, this::alone);
        return new ScanPass(passengers, usualNanos / YOUNG_PART, patience.toNanos());
    }

    /** Runs the search in a pass of its own, beside whatever is under way. */
    private void alone(Search search) {
        begin(pass(List.of(search)));
    }

    private void begin(ScanPass pass) {
        Future.succeededFuture(masters)
                .compose(pass::over)
                .onComplete(ended -> context.runOnContext(go -> {
                    if (ended.succeeded()) {
                        usualNanos = pass.nanos();
                        areLong = pass.pages() > LONG_PAGES;
                    }
                    leave(pass);
                    pass.tell(ended);
                }));
    }

    private void leave(ScanPass pass) {
        if (current.filter(pass::equals).isPresent()) {
            vertx.cancelTimer(timer);
            current = Optional.empty();
            next();
        }
    }
}
