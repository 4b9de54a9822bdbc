package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Has searches share a pass over the database, as a group commit does. One alone begins at once. Whoever asks while a pass is under way
 * gets the next one, since what was written before it asked may stand where that pass has been already.
 */
final class Searches {
    /** The part of a pass for which it begins again rather than keep somebody waiting for the next. */
    private static final int YOUNG_PART = 16;

    /** Of more pages a pass takes longer than a few questions do. */
    private static final int LONG_PAGES = 8;

    /** No timer has this number. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final Masters masters;
    private final long patienceMillis;
    private final List<Search> waiting = new ArrayList<>();
    private Optional<Pass> current = Optional.empty();
    private long usualNanos;
    private volatile boolean areLong;
    private long timer = NONE;

    /** @param patienceMillis how long somebody who is slow may hold up others, be it Redis or who takes the keys */
    Searches(Vertx vertx, Masters masters, long patienceMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.masters = masters;
        this.patienceMillis = patienceMillis;
    }

    /** Ends when the search's function has had all keys there are; fails if some may have been missed. */
    Future<Void> run(Search search) {
        context.runOnContext(asked -> add(search));
        return search.ended();
    }

    /** Whether the last pass was, over tens of thousands of keys. */
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

    /** A pass that takes much longer than the one before it is held up by something: those that wait need not be. */
    private void beginBesideIfLate(Pass pass) {
        long usual = TimeUnit.NANOSECONDS.toMillis(usualNanos);
        timer = vertx.setTimer(Math.max(patienceMillis, 2 * usual), late -> leave(pass));
    }

    private void next() {
        if (!waiting.isEmpty()) {
            Pass pass = pass(List.copyOf(waiting));
            waiting.clear();
            current = Optional.of(pass);
            begin(pass);
        }
    }

    private Pass pass(List<Search> searches) {
        Passengers passengers = new Passengers(vertx, searches, patienceMillis, this::alone);
        return new Pass(passengers, usualNanos / YOUNG_PART, TimeUnit.MILLISECONDS.toNanos(patienceMillis));
    }

    /** Beside whatever is under way. */
    private void alone(Search search) {
        begin(pass(List.of(search)));
    }

    private void begin(Pass pass) {
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

    private void leave(Pass pass) {
        if (current.filter(pass::equals).isPresent()) {
            vertx.cancelTimer(timer);
            current = Optional.empty();
            next();
        }
    }
}
