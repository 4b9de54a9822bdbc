package io.tasksweep.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.ResourceOutcome;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Counts and times requests and deletions. Labels hold only our own words, never a task, which keeps the number of series small. */
public final class DeletionMetrics implements DeletionListener {
    private final MeterRegistry registry;

    public DeletionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Publishes what others count.
     *
     * @param inFlight how many deletions run now
     * @param lostEntries how many audit entries could not be written; never falls
     */
    public void watch(Supplier<Number> inFlight, LongSupplier lostEntries) {
        // the registry would drop suppliers that nothing else references, and report NaN
        Gauge.builder("tasksweep.deletions.in.flight", inFlight)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("tasksweep.audit.lost", this, held -> lostEntries.getAsLong())
                .register(registry);
    }

    /** Publishes whether requests do not wait for a store: 1 if they do not, else 0. */
    public void watch(String store, BooleanSupplier resting) {
        Gauge.builder("tasksweep.store.resting", () -> resting.getAsBoolean() ? 1 : 0)
                .tag("store", store)
                .strongReference(true)
                .register(registry);
    }

    /** A trail that counts each request by its decision, then hands it on. */
    public AuditTrail counting(AuditTrail trail) {
        return new AuditTrail() {
            @Override
            public Future<Boolean> record(AuditEntry entry) {
                count(entry);
                return trail.record(entry);
            }

            @Override
            public boolean healthy() {
                return trail.healthy();
            }
        };
    }

    private void count(AuditEntry entry) {
        String decision = entry.decision().label();
        registry.counter("tasksweep.requests", "decision", decision).increment();
        timer("tasksweep.request.duration", "decision", decision).record(entry.duration());
    }

    @Override
    public void cancelled(DeletionRequest request, String deletionId) {
        registry.counter("tasksweep.cancellations").increment();
    }

    @Override
    public void started(DeletionRequest request, String deletionId) {
        registry.counter("tasksweep.deletions.started").increment();
    }

    @Override
    public void finished(DeletionRequest request, DeletionResult result) {
        String status = result.status().label();
        registry.counter("tasksweep.deletions", "status", status).increment();
        timer("tasksweep.deletion.duration", "status", status).record(result.duration());
        result.outcomes().forEach(this::count);
    }

    private void count(ResourceOutcome outcome) {
        String store = outcome.kind().label();
        String status = outcome.label();
        registry.counter("tasksweep.outcomes", "store", store, "status", status).increment();
        outcome.gone()
                .byUnit()
                .forEach((unit, amount) -> registry.counter("tasksweep.freed", "store", store, "unit", unit.label())
                        .increment(amount));
    }

    private Timer timer(String name, String label, String value) {
        return Timer.builder(name)
                .tag(label, value)
                .publishPercentileHistogram()
                .register(registry);
    }
}
