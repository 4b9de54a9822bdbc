package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.tasksweep.domain.DeletionVerdict.Refused;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The deletions that this node is running: a second request for the same task joins the first, and the number running at once is limited.
 * Must be called from one event loop only.
 */
public final class RunningDeletions implements Deletions {
    /** Both may mean that the name is a new task's by now. */
    private static final Set<Refusal> SHARED = Set.of(Refusals.NEW_TASK, Refusals.NOT_WITHDRAWN);

    private final DeletionService service;
    private final int most;
    private final Map<TaskId, Running> running = new HashMap<>();
    private final Set<Promise<DeletionVerdict>> unanswered = new HashSet<>();
    private boolean closed;
    private volatile boolean hurried; // read by the threads that delete

    private record Running(boolean force, Promise<DeletionVerdict> promise) {
        Future<DeletionVerdict> verdict() {
            return promise.future();
        }
    }

    /** @param most how many deletions may run at once; requests that join one do not count */
    public RunningDeletions(DeletionService service, int most) {
        this.service = service;
        this.most = most;
    }

    @Override
    public Future<DeletionVerdict> delete(DeletionRequest request) {
        Promise<DeletionVerdict> answer = Promise.promise();
        unanswered.add(answer);
        return carriedOut(() -> delete(request, deadline()), answer, () -> unanswered.remove(answer));
    }

    private Deadline deadline() {
        return service.deadline().orOnce(() -> hurried);
    }

    /** Takes the deadline along: a request that has joined others in vain must still be answered by its own. */
    private Future<DeletionVerdict> delete(DeletionRequest request, Deadline deadline) {
        Running first = running.get(request.taskId());
        if (closed) {
            return refused(Refusals.SHUTTING_DOWN);
        }
        if (first != null) {
            return first.force() && !request.force()
                    ? joinForced(first, request, deadline)
                    : join(first, request, deadline);
        }
        return running.size() < most
                ? begin(request.taskId(), request.force(), () -> service.delete(request, deadline))
                : refused(Refusals.TOO_MANY);
    }

    public int size() {
        return running.size();
    }

    /** Accepts nothing more; succeeds when all running deletions have ended and every request has its answer. */
    public Future<Void> drain() {
        closed = true;
        return Future.join(open().map(Promise::future).toList()).transform(ignored -> Future.succeededFuture());
    }

    /** Everything somebody waits for, including requests that joined another one or still look whether they may be carried out. */
    private Stream<Promise<DeletionVerdict>> open() {
        return Stream.concat(unanswered.stream(), running.values().stream().map(Running::promise));
    }

    /** From now on no deletion makes a further step. One that notices in time still reports what it has done. */
    public void hurry() {
        hurried = true;
    }

    /** Answers the callers of all deletions that have not ended. Receipts stay, so that others can resume these deletions. */
    public void abandonAll() {
        open().toList().forEach(one -> one.tryComplete(new Refused(Refusals.CUT_OFF)));
    }

    /** Resumes a deletion that no caller waits for; refused while another one runs for the task. */
    Future<DeletionVerdict> resume(Receipt receipt) {
        return closed || running.containsKey(receipt.taskId())
                ? refused(Refusals.NOT_NOW)
                : begin(receipt.taskId(), receipt.force(), () -> service.resume(receipt, deadline()));
    }

    private Future<DeletionVerdict> begin(TaskId taskId, boolean force, Supplier<Future<DeletionVerdict>> deletion) {
        Promise<DeletionVerdict> verdict = Promise.promise();
        running.put(taskId, new Running(force, verdict));
        return carriedOut(deletion, verdict, () -> running.remove(taskId));
    }

    /** An exception counts as a failed future: an entry that stayed would keep later requests waiting and the service from ending. */
    private static Future<DeletionVerdict> carriedOut(
            Supplier<Future<DeletionVerdict>> work, Promise<DeletionVerdict> verdict, Runnable atTheEnd) {
        Future.<Void>succeededFuture()
                .compose(ignored -> work.get())
                .onComplete(ignored -> atTheEnd.run())
                .onSuccess(verdict::tryComplete)
                .onFailure(verdict::tryFail);
        return verdict.future();
    }

    /**
     * A refusal is not shared: each request is refused, or not, because of what its own look finds. But neither request was about a task that
     * was submitted since. What a resumption has left alone, a request does not.
     */
    private Future<DeletionVerdict> join(Running first, DeletionRequest request, Deadline deadline) {
        return service.joined(first.verdict(), deadline)
                .compose(verdict -> verdict.<Future<DeletionVerdict>>fold(
                        done -> done.result().leftAlone()
                                ? lookAgain(request, deadline)
                                : Future.succeededFuture(
                                        new Completed(done.result().forCaller(request.force()), true)),
                        refused -> SHARED.contains(refused.refusal())
                                ? refused(refused.refusal())
                                : lookAgain(request, deadline)));
    }

    /** Refused requests look again concurrently: one after the other, a hundred refusals would take the time of a hundred looks. */
    private Future<DeletionVerdict> lookAgain(DeletionRequest request, Deadline deadline) {
        if (deadline.passed()) {
            return refused(Refusals.IN_PROGRESS);
        }
        return unlessRefused(request, deadline, () -> delete(request, deadline));
    }

    /** A forced deletion may delete what safe mode would not: a request without force joins it only if it would be carried out itself. */
    private Future<DeletionVerdict> joinForced(Running first, DeletionRequest request, Deadline deadline) {
        return unlessRefused(request, deadline, () -> join(first, request, deadline));
    }

    private Future<DeletionVerdict> unlessRefused(
            DeletionRequest request, Deadline deadline, Supplier<Future<DeletionVerdict>> otherwise) {
        return service.objection(request, deadline)
                .compose(objection -> objection.map(RunningDeletions::refused).orElseGet(otherwise));
    }

    private static Future<DeletionVerdict> refused(Refusal refusal) {
        return Future.succeededFuture(new Refused(refusal));
    }
}
