package io.tasksweep.store.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** One pass over all the keys there are, for every search that was asked before it began. Used on one context only. */
final class Pass {
    private final Passengers passengers;
    private final long youngNanos;
    private final long startNanos;
    private final List<Scan> scans = new ArrayList<>();
    private long begunNanos;

    /**
     * Is to begin at once.
     *
     * @param youngNanos for how long it begins again for a search that comes too late, rather than have it wait for the next
     * @param startNanos for how long it takes somebody along who comes before there is a connection: one that takes longer may hang
     */
    Pass(Passengers passengers, long youngNanos, long startNanos) {
        this.passengers = passengers;
        this.youngNanos = youngNanos;
        this.startNanos = startNanos;
        this.begunNanos = System.nanoTime();
    }

    /** Fails if some keys may have been missed. */
    Future<Void> over(Masters masters) {
        return masters.search(this::scan);
    }

    private Future<Void> scan(Line line) {
        if (scans.isEmpty()) {
            begunNanos = System.nanoTime();
        }
        Scan scan = new Scan(line, passengers);
        scans.add(scan);
        return scan.run();
    }

    /**
     * Takes a search along that comes late, if it has asked for no key yet, or for so few that it may as well begin again. What comes at
     * the same time, or comes back from the pass before, then shares one.
     */
    boolean takes(Search late) {
        if (!isYoung()) {
            return false;
        }
        passengers.add(late);
        scans.forEach(Scan::beginAgain);
        return true;
    }

    private boolean isYoung() {
        long age = System.nanoTime() - begunNanos;
        return scans.isEmpty()
                ? age < startNanos
                : scans.size() == 1 && !scans.get(0).isAtEnd() && age < youngNanos;
    }

    /** How long Redis has taken to answer. */
    long nanos() {
        return scans.stream().mapToLong(Scan::nanos).sum();
    }

    /** How many pages the keys have filled. */
    int pages() {
        return scans.stream().mapToInt(Scan::pages).sum();
    }

    /** Tells every search how it ended. */
    void tell(AsyncResult<Void> ended) {
        if (ended.succeeded()) {
            passengers.succeed();
        } else {
            passengers.fail(ended.cause());
        }
    }
}
