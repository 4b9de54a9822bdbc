package io.tasksweep.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The searches that share a pass. All wait for the one that is slowest to take its keys; when it has held the others up for too long, it
 * goes on without them. Used on one context only.
 */
final class Passengers {
    /** No timer has this number. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final long patienceMillis;
    private final Consumer<Search> alone;
    private final List<Search> all;
    private final Set<Search> busy = new HashSet<>();
    private Addressees addressees = new Addressees(List.of());
    private Promise<Void> taken = Promise.promise();
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
        taken.complete();
    }

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

    /** Gives everybody his own of these keys. Not before all have taken those that were given before. */
    void give(Response keys) {
        Map<Search, List<byte[]>> pages = addressees.sort(keys);
        pages.keySet().retainAll(all);
        if (!pages.isEmpty()) {
            taken = Promise.promise();
            busy.addAll(pages.keySet());
            pages.forEach(
                    (search, page) -> search.take(page).onComplete(done -> context.runOnContext(go -> taken(search))));
        }
    }

    private void taken(Search search) {
        if (search.hasEnded()) {
            all.remove(search);
        }
        if (busy.remove(search) && busy.isEmpty()) {
            taken.complete();
        }
    }

    /** Succeeds when all that stay have taken what they were given. */
    Future<Void> ready() {
        Future<Void> ready = taken.future();
        if (ready.isComplete()) {
            return ready;
        }
        waitingSince = System.nanoTime();
        leaveBehindAfter(patienceMillis - heldUpMillis);
        return ready.onComplete(all -> {
            vertx.cancelTimer(timer);
            heldUpMillis += TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitingSince);
        });
    }

    private void leaveBehindAfter(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), late -> leaveBehind());
    }

    /** Where all are slow, nobody waits in vain. */
    private void leaveBehind() {
        if (busy.size() == all.size()) {
            leaveBehindAfter(patienceMillis);
            return;
        }
        List<Search> slow = List.copyOf(busy);
        all.removeAll(slow);
        busy.clear();
        heldUpMillis = 0; // those who stay have held up nobody
        waitingSince = System.nanoTime();
        taken.complete();
        slow.forEach(alone);
    }

    void succeed() {
        all.forEach(Search::succeed);
    }

    void fail(Throwable cause) {
        all.forEach(search -> search.fail(cause));
    }
}
