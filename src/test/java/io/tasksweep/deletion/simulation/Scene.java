package io.tasksweep.deletion.simulation;

import static io.tasksweep.deletion.simulation.SimulatedWorld.TASK;

import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A world with two nodes in it, and what can happen there. */
final class Scene {
    private static final Duration ANSWERING = Duration.ofSeconds(1);

    private final Random random;
    private final SimulatedWorld world;
    private final DeletionPolicy policy;
    private final List<Place> places = new ArrayList<>();
    private final List<Asked> pending = new ArrayList<>();
    private boolean mended;
    private boolean newTask;
    private int nodes;
    private int requests;

    /** A machine on which one node after the other runs. */
    private static final class Place {
        private SimulatedNode node;
        private long stoodStill;

        private Place(SimulatedNode node) {
            this.node = node;
        }
    }

    /** A request and its answer, if that has come. */
    record Asked(String id, Asker by, SimulatedNode node, long at, long stoodStill, Future<DeletionVerdict> verdict) {}

    Scene(Random random, SimulatedWorld world, DeletionPolicy policy, int machines) {
        this.random = random;
        this.world = world;
        this.policy = policy;
        for (int i = 0; i < machines; i++) {
            places.add(new Place(started()));
        }
    }

    private SimulatedNode started() {
        SimulatedNode node = new SimulatedNode(world, nodes++, policy);
        world.trace(node.id(), "starts", "");
        return node;
    }

    private Place anyPlace() {
        return places.get(random.nextInt(places.size()));
    }

    private Duration within(Duration longest) {
        return Duration.ofMillis(random.nextInt(Math.toIntExact(longest.toMillis())));
    }

    SimulatedWorld world() {
        return world;
    }

    DeletionPolicy policy() {
        return policy;
    }

    int requests() {
        return requests;
    }

    int deaths() {
        return nodes - places.size();
    }

    /** Somebody asks, unless it is over. */
    void request(boolean force) {
        if (!mended) {
            ask(force);
        }
    }

    /** Somebody asks some node to delete the task; empty if nobody is there who could hear that. */
    Optional<Asked> ask(boolean force) {
        Place place = anyPlace();
        SimulatedNode node = place.node;
        if (!node.alive() || node.stopped() || newTask) {
            return Optional.empty();
        }
        String id = "request-" + requests++;
        TaskId name =
                new TaskId(TASK.value()); // by it its questions tell whose they are, and by its actor a receipt does
        DeletionRequest request = new DeletionRequest(name, force, id, id);
        world.trace(node.id(), force ? "is asked by force" : "is asked", "");
        List<Asker> others = pending.stream()
                .filter(other -> other.node() == node)
                .map(Asked::by)
                .toList();
        Asker by = Asker.request(force, world.time().now(), world.namesakes().latest());
        world.aims().request(name, by);
        int size = node.size();
        Asked asked = new Asked(id, by, node, world.time().now(), place.stoodStill, node.delete(request));
        if (node.size() == size) {
            by.joins(others);
        }
        if (node.alive()) { // it may have died of it
            pending.add(asked);
        }
        asked.verdict().onComplete(ended -> answered(place, asked, ended.succeeded() ? ended.result() : null));
        return Optional.of(asked);
    }

    private void answered(Place place, Asked asked, @Nullable DeletionVerdict verdict) {
        Ledger ledger = world.ledger();
        ledger.must(
                verdict != null,
                "F55",
                () -> "a deletion broke: " + asked.verdict().cause());
        if (verdict != null) {
            long since = pending.stream()
                    .filter(other -> other.node() == asked.node())
                    .mapToLong(Asked::at)
                    .min()
                    .orElse(asked.at());
            ledger.answered(asked.id(), asked.node(), since, verdict);
            verdict.<Optional<Refusal>>fold(done -> Optional.empty(), refused -> Optional.of(refused.refusal()))
                    .ifPresent(refusal -> world.aims().refused(asked.by(), refusal));
        }
        pending.remove(asked);
        Duration took = Duration.ofNanos(world.time().now() - asked.at() - place.stoodStill + asked.stoodStill());
        ledger.must(took.compareTo(policy.timeout().plus(ANSWERING)) <= 0, "I14", () -> "the answer took " + took);
    }

    /** A node dies; some time later another one runs in its place. */
    void kill() {
        Place place = anyPlace();
        SimulatedNode node = place.node;
        if (mended || !node.alive()) {
            return;
        }
        world.trace(node.id(), "dies", "");
        node.kill();
        pending.removeIf(asked -> asked.node() == node);
        world.time().in(within(Duration.ofSeconds(60)), () -> place.node = started());
    }

    /** A node stands still for a while, which may be longer than its lease. */
    void stop() {
        Place place = anyPlace();
        SimulatedNode node = place.node;
        if (mended || !node.alive() || node.stopped()) {
            return;
        }
        world.trace(node.id(), "stands still", "");
        node.stop();
        long since = world.time().now();
        world.time().in(within(Duration.ofSeconds(90)), () -> {
            place.stoodStill += world.time().now() - since;
            world.trace(node.id(), "goes on", "");
            node.goOn();
        });
    }

    /** A node's wall clock is set forth or back. */
    void setClock() {
        anyPlace().node.setClock(Duration.ofSeconds(random.nextInt(7_200) - 3_600L));
    }

    /** What a worker of the old task writes; with its state, or without. */
    void lateWrite(String status, String stage) {
        if (newTask || mended) {
            return;
        }
        world.trace(-1, "late write", "");
        world.write(random.nextBoolean() ? ResourceKind.LOCAL_DIRECTORY : ResourceKind.MINIO);
        if (random.nextInt(3) == 0) {
            world.say(1, status, stage);
        }
    }

    /** Redis is emptied, or restarts without what it held. */
    void flush() {
        if (!mended && !newTask) {
            world.trace(-1, "Redis is emptied", "");
            world.records().flush();
            world.keys().holding(TASK, 0);
            world.emptied(ResourceKind.REDIS);
            world.ledger().lostRecords();
        }
    }

    /** Somebody starts the task again while it is asked for its deletion. */
    void startWorking() {
        if (world.held(ResourceKind.REDIS) > 0 && !newTask) {
            world.trace(-1, "works again", "");
            world.say(1, "running", "IN_PROGRESS");
            world.ledger().active();
        }
    }

    /** A new task of the same name; not while anybody may be deleting: who has looked already cannot know of it. */
    void bearNewTask() {
        if (mended) {
            return;
        }
        if (!world.quiet() || !idle()) {
            world.time().in(Duration.ofMillis(200), this::bearNewTask);
            return;
        }
        world.trace(-1, "new task", "");
        newTask = true;
        int task = world.namesakes().next();
        world.write(ResourceKind.LOCAL_DIRECTORY, task);
        world.write(ResourceKind.MINIO, task);
        world.say(task, "running", "IN_PROGRESS");
        world.ledger().untouchable("§2.8, a new task of the same name");
    }

    /** Whether nobody may submit a new task any more. */
    boolean isOver() {
        return mended || newTask;
    }

    /** From now on nothing more goes wrong. */
    void mend() {
        mended = true;
        world.trace(-1, "all is mended", "");
        world.breaks(Faults.none());
        world.slowest(Duration.ofMillis(5));
    }

    /** Whoever had a claim to be left alone has none any more. */
    void clear() {
        newTask = false;
        world.ledger().touchable();
        world.ledger().inactive();
    }

    /** Whether all nodes are there and none is about anything. */
    boolean idle() {
        return pending.isEmpty()
                && places.stream()
                        .map(place -> place.node)
                        .allMatch(node -> node.alive() && !node.stopped() && node.idle());
    }
}
