package io.tasksweep.deletion;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.OverallStatus;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import java.util.Optional;

/** Takes up one open deletion: finishes it, or makes its next second pass. The lease decides which node does so. */
public final class Resumption {
    /** What to do with the task's entry in the list of open deletions. */
    enum Entry {
        /** The lease holder has already updated it. */
        SETTLED,
        /** Somebody else is working on the task, or it cannot be done now. */
        LATER,
        /** It cannot be done for some time, as far as can be seen. */
        MUCH_LATER,
        /** Nothing is unfinished. */
        NEEDLESS
    }

    private final Receipts receipts;
    private final Leases leases;
    private final RunningDeletions deletions;
    private final SecondPass passes;
    private final AuditTrail audit;

    public Resumption(
            Receipts receipts, Leases leases, RunningDeletions deletions, SecondPass passes, AuditTrail audit) {
        this.receipts = receipts;
        this.leases = leases;
        this.deletions = deletions;
        this.passes = passes;
        this.audit = audit;
    }

    Future<Entry> takeUp(TaskId taskId) {
        return receipts.find(taskId)
                .compose(found -> found.filter(Receipt::open)
                        .map(this::unlessHeld)
                        .orElseGet(() -> Future.succeededFuture(Entry.NEEDLESS)));
    }

    private Future<Entry> unlessHeld(Receipt receipt) {
        return leases.held(receipt.taskId())
                .compose(held -> held ? Future.succeededFuture(Entry.LATER) : goOn(receipt));
    }

    private Future<Entry> goOn(Receipt receipt) {
        return receipt.state() == Receipt.State.DONE
                ? passes.make(receipt).map(Entry.SETTLED)
                : deletions
                        .resume(receipt)
                        .compose(verdict -> verdict.<Future<Entry>>fold(
                                done -> recorded(receipt, done.result()),
                                refused -> refused(receipt, refused.refusal())));
    }

    /**
     * The deletion of a task that is active now, or whose name a new task has, is not finished: whoever wants it must ask again. That the
     * state cannot be read, or that data must be left alone that is too young, or may be, is told by failing.
     */
    private Future<Entry> refused(Receipt receipt, Refusal refusal) {
        return switch (refusal.reason()) {
            case TASK_ACTIVE -> passes.release(receipt).map(Entry.SETTLED);
            case STATE_UNAVAILABLE -> Future.failedFuture(refusal.detail());
            case TASK_RECENTLY_ACTIVE -> Future.failedFuture(new PutOff(refusal.detail()));
            default -> Future.succeededFuture(Entry.LATER);
        };
    }

    /**
     * A retry without progress is not recorded again: the receipt already says so. A deletion that a crash cut off may never have been
     * recorded, so it always is.
     */
    private Future<Entry> recorded(Receipt receipt, DeletionResult result) {
        boolean neverSettled = receipt.state() == Receipt.State.RUNNING;
        boolean progress = result.status() != OverallStatus.FAILED || result.removedAnything();
        if (neverSettled || progress) {
            audit.record(AuditEntry.unasked(
                    receipt.resumption().requestId(),
                    receipt,
                    neverSettled ? Decision.RECOVERED : Decision.RETRIED,
                    Optional.of(result)));
        }
        return Future.succeededFuture(Entry.SETTLED);
    }
}
