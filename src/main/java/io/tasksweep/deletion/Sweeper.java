package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Finishes what nobody waits for any more: deletions that were cut off by a crash or left something outstanding, and second passes.
 * Runs on every node; the lease decides who does the work. Must be started on one event loop, the deletions' own.
 */
public final class Sweeper {
    private static final Duration EVERY = Duration.ofSeconds(2);
    /** Until a lease that a crashed node held has run out. */
    private static final Duration HELD = Duration.ofSeconds(30);

    private final OpenDeletions open;
    private final Receipts receipts;
    private final Leases leases;
    private final RunningDeletions deletions;
    private final SecondPass passes;
    private final AuditTrail audit;
    private final Clock clock;
    private boolean stopped;
    private Future<Void> current = Future.succeededFuture();

    public Sweeper(
            OpenDeletions open,
            Receipts receipts,
            Leases leases,
            RunningDeletions deletions,
            SecondPass passes,
            AuditTrail audit,
            Clock clock) {
        this.open = open;
        this.receipts = receipts;
        this.leases = leases;
        this.deletions = deletions;
        this.passes = passes;
        this.audit = audit;
        this.clock = clock;
    }

    /** Looks every {@code 2 s} from now on; what fails is tried again the next time. */
    public void start() {
        clock.after(EVERY).onSuccess(due -> {
            if (!stopped) {
                current = sweep().otherwiseEmpty();
                current.onComplete(ended -> start());
            }
        });
    }

    /** Begins nothing more; succeeds when what runs has ended. */
    public Future<Void> stop() {
        stopped = true;
        return current;
    }

    /** Takes up what is due, one task after the other. */
    Future<Void> sweep() {
        return open.due(clock.now()).compose(due -> {
            Future<Void> all = Future.succeededFuture();
            for (TaskId taskId : due) {
                all = all.compose(before ->
                        stopped ? Future.succeededFuture() : takeUp(taskId).recover(cause -> later(taskId)));
            }
            return all;
        });
    }

    /** One task that cannot be taken up must not stand in the others' way. */
    private Future<Void> later(TaskId taskId) {
        return open.postpone(taskId, clock.now().plus(HELD)).otherwiseEmpty();
    }

    private Future<Void> takeUp(TaskId taskId) {
        return receipts.find(taskId).compose(found -> {
            if (found.filter(Receipt::open).isEmpty()) {
                return open.close(taskId);
            }
            return leases.held(taskId)
                    .compose(held -> held ? open.postpone(taskId, clock.now().plus(HELD)) : takeUp(found.get()));
        });
    }

    private Future<Void> takeUp(Receipt receipt) {
        return receipt.state() == Receipt.State.DONE ? passes.make(receipt) : finish(receipt);
    }

    private Future<Void> finish(Receipt receipt) {
        return deletions
                .resume(receipt)
                .compose(verdict -> verdict.<Future<Void>>fold(
                        done -> recorded(receipt, done.result()), refused -> refused(receipt, refused.refusal())));
    }

    /** A task that is active now, or a new one, is nobody's left-over: whoever wants it deleted asks again. */
    private Future<Void> refused(Receipt receipt, Refusal refusal) {
        return refusal.reason() == Refusal.Reason.TASK_ACTIVE
                ? passes.release(receipt)
                : open.postpone(receipt.taskId(), clock.now().plus(HELD));
    }

    /** What made no progress is no news: it stands in the receipt. */
    private Future<Void> recorded(Receipt receipt, DeletionResult result) {
        if (result.status() != OverallStatus.FAILED) {
            audit.record(new AuditEntry(
                    "sweeper-" + receipt.deletionId(),
                    receipt.actor(),
                    receipt.taskId().value(),
                    Optional.of(receipt.force()),
                    receipt.state() == Receipt.State.RUNNING ? "recovered" : "retried",
                    Optional.of(result),
                    result.duration()));
        }
        return Future.succeededFuture();
    }
}
