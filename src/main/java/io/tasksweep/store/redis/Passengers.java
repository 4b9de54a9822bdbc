package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The searches that share a pass. They take one page while Redis looks for the next; all wait for the one that is slowest, and when it has
 * held the others up for too long, they go on without it. Used on one context only.
 */
final class Passengers {
    /** No timer has this number. */
    private static final long NONE = -1;

    /** Pages that may be under way: one is taken, and the next waits for that, so that nobody waits for Redis. */
    private static final int MOST = 2;

    private final Vertx vertx;
    private final Context context;
    private final long patienceMillis;
    private final Consumer<Search> alone;
    private final List<Search> all;
    private final Deque<Page> pages = new ArrayDeque<>(MOST);
    private Addressees addressees = new Addressees(List.of());
    private long heldUpMillis;
    private long waitingSince;
    private long timer = NONE;

    /**
     * @param patienceMillis for how long, altogether, some may hold up others
     * @param alone has a search begin again by itself
     */
    Passengers(Vertx vertx, List<Search> searches, long patienceMillis, Consumer<Search> alone) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.all = new ArrayList<>(searches);
        this.patienceMillis = patienceMillis;
        this.alone = alone;
    }

    /** Keys that were handed on, and who has not taken his. */
    private record Page(Set<Search> busy, Promise<Void> taken) {}

    void add(Search search) {
        all.add(search);
    }

    /** Whether all have failed, or gone on by themselves. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** What to search for, for all that are there now. */
    byte[] glob() {
        addressees = new Addressees(all);
        return KeyGlob.of(
                all.stream().flatMap(search -> search.shapes().stream()).toList());
    }

    /** Gives everybody his own of these keys. Not before there is {@link #room}. */
    void give(Response keys) {
        Map<Search, List<byte[]>> own = addressees.sort(keys);
        own.keySet().retainAll(all);
        if (!own.isEmpty()) {
            Page page = new Page(new HashSet<>(own.keySet()), Promise.promise());
            pages.add(page);
            own.forEach((search, names) ->
                    search.take(names).onComplete(done -> context.runOnContext(go -> taken(page, search))));
        }
    }

    private void taken(Page page, Search search) {
        if (search.hasEnded()) {
            all.remove(search);
        }
        nobodyWaitsFor(List.of(search), page);
    }

    private void nobodyWaitsFor(List<Search> searches, Page page) {
        page.busy().removeAll(searches);
        if (page.busy().isEmpty() && pages.remove(page)) {
            page.taken().complete();
        }
    }

    /** Succeeds when another page may be given. */
    Future<Void> room() {
        return pages.size() < MOST ? Future.succeededFuture() : oldest();
    }

    /** Succeeds when all that stay have taken what they were given. */
    Future<Void> done() {
        return pages.isEmpty() ? Future.succeededFuture() : oldest().compose(taken -> done());
    }

    private Future<Void> oldest() {
        Future<Void> taken = pages.element().taken().future();
        waitingSince = System.nanoTime();
        leaveBehindAfter(patienceMillis - heldUpMillis);
        return taken.onComplete(all -> {
            vertx.cancelTimer(timer);
            heldUpMillis += TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitingSince);
        });
    }

    private void leaveBehindAfter(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), late -> leaveBehind());
    }

    /** Where all are slow, nobody waits in vain. */
    private void leaveBehind() {
        List<Search> slow = List.copyOf(pages.element().busy());
        if (slow.size() == all.size()) {
            leaveBehindAfter(patienceMillis);
            return;
        }
        all.removeAll(slow);
        heldUpMillis = 0; // those who stay have held up nobody
        waitingSince = System.nanoTime();
        List.copyOf(pages).forEach(page -> nobodyWaitsFor(slow, page));
        slow.forEach(alone);
    }

    void succeed() {
        all.forEach(Search::succeed);
    }

    void fail(Throwable cause) {
        all.forEach(search -> search.fail(cause));
    }
}
