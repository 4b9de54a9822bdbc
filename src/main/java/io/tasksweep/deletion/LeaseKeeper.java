package io.tasksweep.deletion;

import io.vertx.core.Future;
import java.time.Duration;

/** Renews a lease until it is told to stop, so that it outlives work of any length and ends soon after a crash. */
final class LeaseKeeper {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Lease lease;
    private final Clock clock;
    private boolean stopped;

    LeaseKeeper(Lease lease, Clock clock) {
        this.lease = lease;
        this.clock = clock;
    }

    /** Holds the lease while the work goes on. */
    <T> Future<T> during(Future<T> work) {
        renewLater();
        return work.onComplete(ended -> stopped = true);
    }

    /** A renewal that fails is tried again: what the owner may do is checked by each script, not here. */
    private void renewLater() {
        clock.after(EVERY).onSuccess(due -> {
            if (!stopped) {
                lease.renew().onComplete(renewed -> renewLater());
            }
        });
    }
}
