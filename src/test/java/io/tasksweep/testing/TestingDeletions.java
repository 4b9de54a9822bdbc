package io.tasksweep.testing;

import io.tasksweep.deletion.AuditTrail;
import io.tasksweep.deletion.CutOffDeletions;
import io.tasksweep.deletion.DeletionListener;
import io.tasksweep.deletion.DeletionPolicy;
import io.tasksweep.deletion.DeletionService;
import io.tasksweep.deletion.Deletions;
import io.tasksweep.deletion.Erasure;
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
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The use cases on in-memory stores and on a clock that stands still; a journal records what happened, in order. */
public final class TestingDeletions implements Deletions, DeletionListener, AuditTrail, SweepListener {
    public static final Duration TIMEOUT = Duration.ofSeconds(60);
    public static final List<Duration> SECOND_PASSES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(60));

    public final List<String> journal = new CopyOnWriteArrayList<>();
    public final TestingClock clock = new TestingClock();
    public final TestingStore directory = new TestingStore(ResourceKind.LOCAL_DIRECTORY, journal);
    public final TestingStore keys = new TestingStore(ResourceKind.REDIS, journal);
    public final TestingStore objects = new TestingStore(ResourceKind.MINIO, journal);
    public final TestingRegistry registry = new TestingRegistry(keys);
    public final TestingRecords records = new TestingRecords(journal, clock);

    private final RunningDeletions deletions;
    private final Sweeper sweeper;
    private Runnable atStart = () -> {};
    private boolean blind;

    public TestingDeletions() {
        this(false, 64);
    }

    /** With what the operator may decide: whether an unknown state is refused, and how many run at once. */
    public TestingDeletions(boolean refuseUnknownState, int most) {
        this(refuseUnknownState, most, Duration.ofDays(7), TIMEOUT, Duration.ZERO);
    }

    /** Receipts are kept for so long once nothing is outstanding. */
    public TestingDeletions(Duration receiptTtl) {
        this(false, 64, receiptTtl, TIMEOUT, Duration.ZERO);
    }

    /** A deletion takes so long at most, which may be no more than one call of a store may take. */
    public static TestingDeletions within(Duration timeout) {
        return new TestingDeletions(false, 64, Duration.ofDays(7), timeout, Duration.ZERO);
    }

    /** Safe mode refuses what has changed within that time. */
    public static TestingDeletions heeding(Duration quietPeriod) {
        return new TestingDeletions(false, 64, Duration.ofDays(7), TIMEOUT, quietPeriod);
    }

    private TestingDeletions(
            boolean refuseUnknownState, int most, Duration receiptTtl, Duration timeout, Duration quietPeriod) {
        DeletionPolicy policy = new DeletionPolicy(
                refuseUnknownState, timeout, Duration.ofSeconds(10), receiptTtl, SECOND_PASSES, quietPeriod);
        TaskLook look = new TaskLook(registry, records, directory, objects, clock, policy);
        Erasure erasure = new Erasure(directory, objects, keys, clock);
        DeletionService service = new DeletionService(look, records, erasure, this, clock, policy);
        deletions = new RunningDeletions(service, most);
        SecondPass pass = new SecondPass(look, records, erasure, this, clock, policy);
        Resumption resumption = new Resumption(records, records, deletions, pass, this);
        sweeper = new Sweeper(records, resumption, this, clock, TIMEOUT.multipliedBy(3));
    }

    /** What happens when deleting begins, once. */
    public void onStart(Runnable happening) {
        atStart = happening;
    }

    /** The one of that kind. */
    public TestingStore of(ResourceKind kind) {
        return switch (kind) {
            case LOCAL_DIRECTORY -> directory;
            case REDIS -> keys;
            case MINIO -> objects;
        };
    }

    public Sweeper sweeper() {
        return sweeper;
    }

    @Override
    public Future<Boolean> record(AuditEntry entry) {
        journal.add("audit " + entry.taskId() + " " + entry.decision().label());
        return Future.succeededFuture(true);
    }

    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public Future<DeletionVerdict> delete(DeletionRequest request) {
        return deletions.delete(request);
    }

    /** Lets time go by until the request has its answer. */
    public DeletionVerdict answer(DeletionRequest request) {
        Future<DeletionVerdict> verdict = delete(request);
        clock.advanceUntilDone(verdict, TIMEOUT.multipliedBy(2));
        return Awaiting.await(verdict);
    }

    /** What the request was told of its deletion, if it was not refused. */
    public static DeletionResult completed(DeletionVerdict verdict) {
        return verdict.<DeletionResult>fold(DeletionVerdict.Completed::result, refused -> {
            throw new AssertionError("refused: " + refused.refusal());
        });
    }

    /** Why the request was refused. */
    public static Refusal refusal(DeletionVerdict verdict) {
        return verdict.<Refusal>fold(
                done -> {
                    throw new AssertionError("carried out: " + done.result());
                },
                DeletionVerdict.Refused::refusal);
    }

    public RunningDeletions running() {
        return deletions;
    }

    @Override
    public void blind(Throwable cause) {
        journal.add("blind");
        blind = true;
    }

    /** Told by every sweep; worth a line only after it was blind. */
    @Override
    public void seeing() {
        if (blind) {
            journal.add("seeing");
        }
        blind = false;
    }

    @Override
    public void leftoversUnknown(Throwable cause) {
        journal.add("left-overs unknown");
    }

    @Override
    public void leftoversKnown() {
        journal.add("left-overs known");
    }

    @Override
    public void postponed(TaskId taskId, Throwable cause) {
        journal.add("postponed " + taskId);
    }

    @Override
    public void cancelled(DeletionRequest request, String deletionId) {
        journal.add("cancel " + request.taskId());
    }

    @Override
    public void started(DeletionRequest request, String deletionId) {
        journal.add("started " + request.taskId());
        atStart.run();
    }

    @Override
    public void finished(DeletionRequest request, DeletionResult result) {
        journal.add("finished " + request.taskId() + " " + result.status().label());
    }

    @Override
    public void superseded(Receipt cutOff) {
        new CutOffDeletions(this).superseded(cutOff);
    }

    @Override
    public void leftBehind(TaskId taskId, Failure why) {
        journal.add("left behind " + taskId + " " + why.message());
    }
}
