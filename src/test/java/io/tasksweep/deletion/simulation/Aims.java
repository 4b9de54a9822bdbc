package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Warning;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the tasks that have had the name each request means, and so may delete: those that were there when its state, or that of the
 * request that it has joined, could first be read. Each request writes the name in an instance of its own, by which its questions and steps
 * tell whose they are. All others are those of the node's sweeper.
 */
final class Aims {
    private static final Set<Warning.Kind> UNRECORDED = Set.of(Warning.Kind.NO_INTENT, Warning.Kind.NO_RECEIPT);

    private final SimulatedWorld world;
    private final IdentityHashMap<TaskId, Asker> requests = new IdentityHashMap<>();
    private final Map<SimulatedNode, Asker> sweepers = new HashMap<>();
    private final Map<String, Integer> listed = new HashMap<>();
    private final Map<String, Set<ResourceKind>> spared = new HashMap<>();
    private final Map<ResourceKind, Integer> left = new EnumMap<>(ResourceKind.class);

    Aims(SimulatedWorld world) {
        this.world = world;
    }

    void request(TaskId name, Asker asker) {
        requests.put(name, asker);
        left.clear();
    }

    /** A run has ended. What it has left to a new task, and recorded so, is left for good, unless somebody asks anew. */
    void ended(DeletionResult result) {
        if (result.warnings().stream().map(Warning::kind).noneMatch(UNRECORDED::contains)) {
            result.outcomes().stream()
                    .filter(ResourceOutcome::isLeftToAnIntruder)
                    .forEach(outcome ->
                            left.put(outcome.kind(), world.namesakes().latest()));
        }
    }

    private Asker asker(SimulatedNode node, TaskId name) {
        Asker request = requests.get(name);
        return request == null ? sweepers.computeIfAbsent(node, unknown -> Asker.sweeper()) : request;
    }

    /** A question about the state. */
    final class Reading {
        private final Asker by;
        private final long asked = world.time().now();
        private long read;
        private int latest;

        private Reading(Asker by) {
            this.by = by;
            by.asks(asked);
        }

        /** The state is read. */
        void read() {
            read = world.time().now();
            latest = world.namesakes().readable();
        }

        /** The answer is there, and nobody has given up waiting for it. */
        void heard() {
            by.hears(new Heard(asked, read, world.time().now(), latest));
        }
    }

    Reading asks(SimulatedNode node, TaskId name) {
        return new Reading(asker(node, name));
    }

    void asksWhoDeletes(SimulatedNode node, TaskId name) {
        asker(node, name).asksWhoDeletes(world.time().now());
    }

    void finds(SimulatedNode node, TaskId name, Optional<Receipt> receipt) {
        asker(node, name).finds(receipt.map(Namesakes::listed).orElse(0));
    }

    /** An intent lists no task but those that are meant, and those of the receipt before: whoever resumes it believes that. */
    void intends(SimulatedNode node, Receipt intent, Optional<Receipt> seen) {
        Asker by = asker(node, intent.taskId());
        by.asksWhoDeletes(world.time().now());
        isAbout(by);
        int latest = Namesakes.listed(intent);
        int may = Math.max(by.means(), seen.map(Namesakes::listed).orElse(0));
        world.ledger().must(latest <= may, "D6", () -> "no task after " + may + " is meant, and it intends " + intent);
        boolean asWanted =
                !by.waitedFor() || !by.force() || seen.filter(Receipt::force).isPresent();
        listed.put(intent.deletionId(), asWanted ? latest : Math.min(latest, by.found()));
        if (!by.waitedFor()
                && intent.state() == Receipt.State.RUNNING
                && by.heard().latest() == 0) {
            Set<ResourceKind> emptied = EnumSet.allOf(ResourceKind.class);
            seen.map(Receipt::outstanding).ifPresent(emptied::removeAll);
            spared.put(intent.deletionId(), emptied);
        }
    }

    /** Whoever came before may still mean what is there, and a sweeper goes on with that. */
    private void isAbout(Asker by) {
        if (by.waitedFor()) {
            left.clear();
        }
    }

    /** Nobody is told of a new task unless a state was written since the request came, or the first that it has joined. */
    void refused(Asker by, Refusal refusal) {
        world.ledger()
                .must(
                        !refusal.detail().startsWith("A new task")
                                || world.namesakes().lastSaid() >= by.since(),
                        "D6",
                        () -> "refused for the sake of a new task, and no state was written since " + by.since());
    }

    /** A node is about to delete. */
    DeletingStep step(SimulatedNode node, Deletion deletion, ResourceKind kind) {
        Asker by = asker(node, deletion.taskId());
        isAbout(by);
        long now = world.time().now();
        return new DeletingStep(
                kind,
                by,
                Math.max(by.means(), listed.getOrDefault(deletion.id(), 0)),
                now,
                node.tookAt() == Long.MIN_VALUE ? by.asksWhoDeletes() : node.tookAt(),
                by.steps(deletion.id(), kind, now),
                by.asked(),
                by.heard(),
                node.renewsSince(by.heard().arrived()),
                spared.getOrDefault(deletion.id(), Set.of()).contains(kind));
    }

    /** That step has deleted something: nothing that is another task's, as far as one can know. */
    void deleted(DeletingStep step) {
        boolean leaves = !step.by().waitedFor()
                && left.getOrDefault(step.kind(), 0) > step.latest()
                && world.namesakes().holdsLater(step.kind(), step.latest());
        world.ledger().must(!leaves, "D6", () -> step.kind().label() + " was left to a new task before");
        Optional<String> reproach = step.reproach(world.namesakes());
        world.ledger()
                .must(
                        reproach.isEmpty(),
                        "D6",
                        () -> step.kind().label() + " of a task after " + step.latest() + " was deleted "
                                + reproach.get());
    }
}
