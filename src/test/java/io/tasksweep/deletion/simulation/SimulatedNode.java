package io.tasksweep.deletion.simulation;

import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.CutOffDeletions;
import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.DeletionService;
import io.tasksweep.deletion.Erasure;
import io.tasksweep.deletion.Lease;
import io.tasksweep.deletion.Resumption;
import io.tasksweep.deletion.RunningDeletions;
import io.tasksweep.deletion.SecondPass;
import io.tasksweep.deletion.SweepListener;
import io.tasksweep.deletion.Sweeper;
import io.tasksweep.deletion.TaskLook;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One process of the service. It may stand still, and it may die; what it waited for then never comes. */
final class SimulatedNode implements DeletionListener, AuditTrail, SweepListener {
    private final SimulatedWorld world;
    private final int id;
    private final Wire wire;
    private final NodeClock clock;
    private final RunningDeletions deletions;
    private final Sweeper sweeper;
    private final List<Runnable> heldBack = new ArrayList<>();
    private final Set<Operation> unanswered = EnumSet.noneOf(Operation.class);
    private final List<Operation> late = new ArrayList<>();
    private final List<Future<?>> furtherLooks = new ArrayList<>();
    private Optional<Lease> owned = Optional.empty();
    private long tookAt;
    private long renewsAt;
    private boolean passing;
    private boolean passedBy;
    private boolean knowsOfLoss;
    private boolean alive = true;
    private boolean stopped;
    private Duration skew = Duration.ZERO;

    SimulatedNode(SimulatedWorld world, int id, DeletionPolicy policy) {
        this.world = world;
        this.id = id;
        this.wire = new Wire(world, this);
        this.clock = new NodeClock(world.time(), () -> skew, this::run);
        SimulatedRecords records = new SimulatedRecords(world, this);
        SimulatedRegistry registry = new SimulatedRegistry(world, this);
        SimulatedStore directory = new SimulatedStore(world, this, world.directory());
        SimulatedStore objects = new SimulatedStore(world, this, world.objects());
        SimulatedStore keys = new SimulatedStore(world, this, world.keys());
        TaskLook look = new TaskLook(registry, records, directory, objects, clock, policy);
        Erasure erasure = new Erasure(directory, objects, keys, clock);
        deletions = new RunningDeletions(new DeletionService(look, records, erasure, this, clock, policy), 8);
        SecondPass pass = new SecondPass(look, records, erasure, this, clock, policy);
        sweeper = new Sweeper(
                records,
                new Resumption(records, records, deletions, pass, this),
                this,
                clock,
                policy.timeout().multipliedBy(3));
        sweeper.start();
    }

    int id() {
        return id;
    }

    Wire wire() {
        return wire;
    }

    NodeClock clock() {
        return clock;
    }

    Future<DeletionVerdict> delete(DeletionRequest request) {
        return deletions.delete(request);
    }

    boolean idle() {
        return size() == 0;
    }

    /** How many deletions it is about, those included that it resumes. */
    int size() {
        return deletions.size();
    }

    boolean alive() {
        return alive;
    }

    boolean stopped() {
        return stopped;
    }

    void setClock(Duration difference) {
        skew = difference;
    }

    /** What the node does when something reaches it: at once, later, or never. */
    void run(Runnable happening) {
        if (stopped && alive) {
            heldBack.add(happening);
        } else if (alive) {
            happening.run();
        }
    }

    void kill() {
        alive = false;
        heldBack.clear();
    }

    void stop() {
        stopped = true;
    }

    /** Timers and answers that came meanwhile are there all at once, in whatever order. */
    void goOn() {
        stopped = false;
        List<Runnable> now = new ArrayList<>(heldBack);
        heldBack.clear();
        world.shuffle(now);
        now.forEach(this::run);
    }

    void unanswered(Operation operation) {
        unanswered.add(operation);
    }

    /** It came while the node stood still: when that goes on, it may find that the time to wait for it is over. */
    void answeredLate(Operation operation) {
        late.add(operation);
    }

    void looksAgain(Future<?> answer) {
        furtherLooks.add(answer);
    }

    /** Whether it may have gone on with what it knew before it had the lease, as after a silence: it asks once more. */
    boolean mayNotHaveLookedAgain() {
        int heldBackTimes = Collections.frequency(late, Operation.LOOK_AGAIN);
        boolean tooSlow = furtherLooks.stream().filter(clock::hasGivenUp).count() > 1;
        return tooSlow || heldBackTimes > 1 || (heldBackTimes == 1 && unanswered.contains(Operation.LOOK_AGAIN));
    }

    /** Whether it may have stood still after it read the state, or waited for what that says, or to hear that it holds its lease. */
    boolean mayHaveBeenHeldUp() {
        return !late.isEmpty()
                || unanswered.contains(Operation.RENEW)
                || unanswered.contains(Operation.LOOK)
                || unanswered.contains(Operation.LOOK_AGAIN);
    }

    /** @param forPass whether for a second pass, which no request waits for */
    void owns(Lease lease, boolean forPass) {
        owned = Optional.of(lease);
        passing = forPass;
        passedBy = false;
        knowsOfLoss = false;
    }

    /** The lease has come too late, and nobody works under it. */
    void passesBy() {
        passedBy = true;
    }

    /** When it was given the lease under which it may work now. */
    void took(long at) {
        tookAt = at;
    }

    long tookAt() {
        return owned.isPresent() && !passedBy ? tookAt : Long.MIN_VALUE;
    }

    void givesBack(Lease lease) {
        if (owned.filter(ours -> ours == lease).isPresent()) {
            owned = Optional.empty();
        }
    }

    boolean makesSecondPass() {
        return owned.isPresent() && passing;
    }

    void renews() {
        renewsAt = world.time().now();
    }

    /** Whether it has asked since then whether it still holds its lease. */
    boolean renewsSince(long moment) {
        return renewsAt >= moment;
    }

    void renewed(Lease lease, boolean held) {
        if (owned.filter(ours -> ours == lease).isPresent()) {
            knowsOfLoss = !held;
        }
    }

    /** Whether it may delete: under a lease that it holds, or whose loss it could not know of; or where none could be had. */
    boolean mayErase() {
        boolean noneToBeHad = unanswered.contains(Operation.TAKE)
                || unanswered.contains(Operation.FIND_RECEIPT)
                || unanswered.contains(Operation.HELD);
        boolean held = owned.filter(world.records()::isHeldBy).isPresent();
        boolean couldNotKnow = owned.isPresent() && !knowsOfLoss && unanswered.contains(Operation.RENEW);
        return held || noneToBeHad || couldNotKnow;
    }

    @Override
    public Future<Boolean> record(AuditEntry entry) {
        world.ledger().recorded(entry);
        return Future.succeededFuture(true);
    }

    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public void cancelled(DeletionRequest request, String deletionId) {}

    @Override
    public void finished(DeletionRequest request, DeletionResult result) {
        world.ledger().finished(request, result);
    }

    @Override
    public void superseded(Receipt cutOff) {
        new CutOffDeletions(this).superseded(cutOff);
    }

    @Override
    public void blind(Throwable cause) {}

    @Override
    public void seeing() {}

    @Override
    public void leftoversUnknown(Throwable cause) {}

    @Override
    public void leftoversKnown() {}

    @Override
    public void postponed(TaskId taskId, Throwable cause) {}

    @Override
    public void leftBehind(TaskId taskId, Failure why) {}
}
