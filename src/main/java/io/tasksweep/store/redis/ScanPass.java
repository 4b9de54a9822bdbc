package io.tasksweep.store.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** One pass over all keys, for every search that was asked before it began. Used on one context only. */
final class ScanPass {
    private final Passengers passengers;
    private final long youngNanos;
    private final long startNanos;
    private final List<Scan> scans = new ArrayList<>();
    private long begunNanos;

    /**
     * The pass must begin at once.
     *
     * @param youngNanos the age until which the pass begins again for a late search, rather than have it wait for the next pass
     * @param startNanos how long the pass takes late searches while it has no connection; one that takes longer to connect may hang
     */
    ScanPass(Passengers passengers, long youngNanos, long startNanos) {
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
     * Takes a late search along if the pass has asked for no key yet, or for so few that it may as well begin again. Searches that come at
     * the same time, or come back from the pass before, then share one pass.
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

    /** How long Redis has taken to answer, in nanoseconds. */
    long nanos() {
        return scans.stream().mapToLong(Scan::nanos).sum();
    }

    /** The number of pages that the keys have filled. */
    int pages() {
        return scans.stream().mapToInt(Scan::pages).sum();
    }

    /** Tells every search how the pass ended. */
    void tell(AsyncResult<Void> ended) {
        if (ended.succeeded()) {
            passengers.succeed();
        } else {
            passengers.fail(ended.cause());
        }
    }
}
