package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.testing.TestingStore;
import io.vertx.core.Future;
import java.util.List;

/** A store as one node sees it. */
final class SimulatedStore implements ResourceStore {
    private final SimulatedWorld world;
    private final SimulatedNode node;
    private final TestingStore store;
    private final Operation survey;
    private final Operation erase;

    SimulatedStore(SimulatedWorld world, SimulatedNode node, TestingStore store) {
        this.world = world;
        this.node = node;
        this.store = store;
        this.survey = switch (store.kind()) {
            case LOCAL_DIRECTORY -> Operation.SURVEY_DIRECTORY;
            case MINIO -> Operation.SURVEY_OBJECTS;
            case REDIS -> Operation.SURVEY_KEYS;
        };
        this.erase = switch (store.kind()) {
            case LOCAL_DIRECTORY -> Operation.ERASE_DIRECTORY;
            case MINIO -> Operation.ERASE_OBJECTS;
            case REDIS -> Operation.ERASE_KEYS;
        };
    }

    @Override
    public ResourceKind kind() {
        return store.kind();
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        long asked = world.time().now();
        return node.wire()
                .call(
                        survey,
                        () -> store.survey(taskId).result(),
                        seen -> world.ledger().saw(node, kind(), asked, seen));
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        world.ledger().erases(node, kind());
        DeletingStep step = world.aims().step(node, deletion, kind());
        boolean pass = node.makesSecondPass();
        return node.wire()
                .call(
                        erase,
                        () -> counted(step, pass, store.erase(deletion, found).result()),
                        fault -> counted(step, pass, half(deletion, fault)),
                        erased -> {});
    }

    private Erased counted(DeletingStep step, boolean pass, Erased erased) {
        if (!erased.gone().isEmpty()) {
            world.ledger().erased(node, kind(), pass);
            world.aims().deleted(step);
        }
        world.emptied(kind());
        return erased;
    }

    private Erased half(Deletion deletion, Fault fault) {
        long held = store.items().getOrDefault(deletion.taskId().value(), 0L);
        if (deletion.deadline().passed() || held == 0) {
            return store.erase(deletion, Evidence.NOTHING).result();
        }
        long left = Math.max(1, held / 2);
        store.holding(deletion.taskId(), left);
        List<Failure> failures =
                fault == Fault.PARTIAL ? List.of(new Failure(FailureCode.BUSY, "Half of it is in use.")) : List.of();
        return new Erased(Counts.of(unit(), held - left), failures);
    }

    private Unit unit() {
        return switch (kind()) {
            case LOCAL_DIRECTORY -> Unit.FILES;
            case REDIS -> Unit.KEYS;
            case MINIO -> Unit.OBJECTS;
        };
    }

    @Override
    public boolean isFree() {
        return store.isFree();
    }

    @Override
    public Failure explain(Throwable cause) {
        return cause instanceof Wire.Outage ? Wire.BROKEN : new Failure(FailureCode.INTERNAL, "Unexpected: " + cause);
    }
}
