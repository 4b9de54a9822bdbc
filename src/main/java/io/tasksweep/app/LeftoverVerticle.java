package io.tasksweep.app;

import io.tasksweep.deletion.LeftoverSweep;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Runs the {@link LeftoverSweep} on an event loop. */
final class LeftoverVerticle extends VerticleBase {
    private final LeftoverSweep sweep;

    LeftoverVerticle(LeftoverSweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public Future<?> start() {
        sweep.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        sweep.stop();
        return Future.succeededFuture();
    }
}
