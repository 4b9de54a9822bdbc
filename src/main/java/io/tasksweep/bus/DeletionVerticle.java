package io.tasksweep.bus;

import io.tasksweep.auth.Tokens;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.Clock;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.Sweeper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * Serves {@link Addresses#DELETE}, and ends the running deletions with the service. Deploy one instance only: requests for the same task
 * can join only within one.
 */
public final class DeletionVerticle extends VerticleBase {
    /** A supervisor kills the process after 30 s; ports and stores need some of that time to close. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** How long to wait for deletions to report what they have done by then, and for the answers to what has been decided. */
    private static final Duration REPORTING = Duration.ofSeconds(1);

    private final DeletionHandler handler;
    private final RunningDeletions deletions;
    private final Sweeper sweeper;
    private final Clock clock;

    public DeletionVerticle(Tokens tokens, RunningDeletions deletions, Sweeper sweeper, AuditTrail audit, Clock clock) {
        this.handler = new DeletionHandler(tokens, deletions, audit);
        this.deletions = deletions;
        this.sweeper = sweeper;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        sweeper.start();
        return vertx.eventBus().consumer(Addresses.DELETE, handler).completion();
    }

    /**
     * Refuses new requests and waits for running deletions. Those that do not end in time are cut off; a sweeper finishes them, here or
     * on another node.
     */
    @Override
    public Future<?> stop() {
        Future<Void> ended = Future.join(sweeper.stop(), deletions.drain()).mapEmpty();
        return clock.limit(ended.otherwiseEmpty(), GRACE)
                .onFailure(late -> deletions.hurry())
                .recover(late -> clock.limit(deletions.drain(), REPORTING))
                .onFailure(late -> deletions.abandonAll())
                .otherwiseEmpty()
                .eventually(() -> clock.limit(handler.allAnswered(), REPORTING));
    }
}
