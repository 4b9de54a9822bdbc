package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The searches that share a pass. While they take one page and another one waits, Redis looks for the next. All searches wait for the
 * slowest, and go on without it once it has held up the others for too long. Used on one context only.
 */
final class Passengers {
    /** No timer has this number. */
    private static final long NONE = -1;

    /** Pages that may be under way, so that Redis need not wait for the searches that take them. */
    private static final int MOST = 2;

    private final Vertx vertx;
    private final Context context;
    private final Duration patience;
    private final Consumer<Search> alone;
    private final List<Search> all;
    /** For each page, the searches that are still to take their part of it. */
    private final Deque<Set<Search>> pages = new ArrayDeque<>(MOST);

    private Addressees addressees = new Addressees(List.of());
    private Promise<Void> freed = Promise.promise();
    private long heldUpMillis;
    private long waitingSince;
    private long timer = NONE;

    /**
     * @param patience how long, altogether, some searches may hold up others
     * @param alone has a search begin again in a pass of its own
     */
    Passengers(Vertx vertx, List<Search> searches, Duration patience, Consumer<Search> alone) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.all = new ArrayList<>(searches);
        this.patience = patience;
        this.alone = alone;
    }

    void add(Search search) {
        all.add(search);
    }

    /** Whether all searches have failed, or gone on in passes of their own. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The glob that covers all current searches. */
    byte[] glob() {
        addressees = new Addressees(all);
        return KeyGlob.of(
                all.stream().flatMap(search -> search.shapes().stream()).toList());
    }

    /** Asks which of each search's names exist. */
    Future<Map<Search, List<byte[]>>> named(Line line) {
        Map<Search, List<byte[]>> named = new LinkedHashMap<>();
        List<Future<List<byte[]>>> asked = all.stream()
                .map(search -> search.on(line).onSuccess(names -> named.put(search, names)))
                .toList();
        return Future.join(asked).map(answered -> {
            named.values().removeIf(List::isEmpty);
            return named;
        });
    }

    /**
     * Gives each search its own of these keys. Must not be called before there is {@link #room}.
     *
     * @param named keys that the searches are given besides
     */
    void give(Map<Search, List<byte[]>> named, Response keys) {
        Map<Search, List<byte[]>> own = addressees.assign(named, keys);
        own.keySet().retainAll(all);
        if (!own.isEmpty()) {
            Set<Search> page = new HashSet<>(own.keySet());
            pages.add(page);
            own.forEach((search, names) ->
                    search.take(names).onComplete(done -> context.runOnContext(go -> taken(page, search))));
        }
    }

    private void taken(Set<Search> page, Search search) {
        if (search.hasEnded()) {
            all.remove(search);
        }
        page.remove(search);
        free();
    }

    private void free() {
        if (pages.removeIf(Set::isEmpty)) {
            Promise<Void> awaited = freed;
            freed = Promise.promise();
            awaited.complete();
        }
    }

    /** Succeeds when another page may be given. */
    Future<Void> room() {
        return pages.size() < MOST ? Future.succeededFuture() : nextFreed();
    }

    /** Succeeds when all remaining searches have taken what they were given. */
    Future<Void> done() {
        return pages.isEmpty() ? Future.succeededFuture() : nextFreed().compose(taken -> done());
    }

    private Future<Void> nextFreed() {
        waitingSince = System.nanoTime();
        leaveBehindAfter(patience.toMillis() - heldUpMillis);
        return freed.future().onComplete(page -> {
            vertx.cancelTimer(timer);
            heldUpMillis += TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitingSince);
        });
    }

    private void leaveBehindAfter(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), late -> leaveBehind());
    }

    /** If every search still has a page to take, none waits in vain, and the pass keeps them all. */
    private void leaveBehind() {
        if (all.stream().allMatch(search -> pages.stream().anyMatch(page -> page.contains(search)))) {
            leaveBehindAfter(patience.toMillis());
            return;
        }
        List<Search> slow = List.copyOf(pages.element());
        all.removeAll(slow);
        heldUpMillis = 0; // the remaining searches have held up nobody
        waitingSince = System.nanoTime();
        pages.forEach(page -> slow.forEach(page::remove));
        free();
        slow.forEach(alone);
    }

    void succeed() {
        all.forEach(Search::succeed);
    }

    void fail(Throwable cause) {
        all.forEach(search -> search.fail(cause));
    }
}
