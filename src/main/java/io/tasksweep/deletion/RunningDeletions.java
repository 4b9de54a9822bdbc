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
 * What is resumed without a request is joined by none: the lease has a request wait for it, as for another node. Must be called from one
 * event loop only.
 */
public final class RunningDeletions implements Deletions {
    private final DeletionService service;
    private final int most;
    private final Map<TaskId, Running> running = new HashMap<>();
    private final Map<TaskId, Promise<DeletionVerdict>> resumed = new HashMap<>();
    private final Set<Promise<DeletionVerdict>> unanswered = new HashSet<>();
    private boolean closed;
    private volatile boolean hurried; // read by the threads that delete

    private record Running(boolean force, Meant meant, Promise<DeletionVerdict> promise) {
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
        return carriedOut(() -> delete(request, deadline(), new Meant()), answer, () -> unanswered.remove(answer));
    }

    private Deadline deadline() {
        return service.deadline().orOnce(() -> hurried);
    }

    /** Takes both along: a request that has joined others in vain must still be answered by its own deadline, and means the same task. */
    private Future<DeletionVerdict> delete(DeletionRequest request, Deadline deadline, Meant meant) {
        Running first = running.get(request.taskId());
        if (closed) {
            return refused(Refusals.SHUTTING_DOWN);
        }
        if (first != null) {
            return first.force() && !request.force()
                    ? joinForced(first, request, deadline, meant)
                    : join(first, request, deadline, meant);
        }
        return size() < most ? begin(request, deadline, meant) : refused(Refusals.TOO_MANY);
    }

    /** How many run, the resumed ones included. */
    public int size() {
        return running.size() + resumed.size();
    }

    /** Accepts nothing more; succeeds when all running deletions have ended and every request has its answer. */
    public Future<Void> drain() {
        closed = true;
        return Future.join(open().map(Promise::future).toList()).transform(ignored -> Future.succeededFuture());
    }

    /** Everything somebody waits for, including requests that joined another one or still look whether they may be carried out. */
    private Stream<Promise<DeletionVerdict>> open() {
        Stream<Promise<DeletionVerdict>> runs =
                Stream.concat(running.values().stream().map(Running::promise), resumed.values().stream());
        return Stream.concat(unanswered.stream(), runs);
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
        TaskId taskId = receipt.taskId();
        if (closed || running.containsKey(taskId) || resumed.containsKey(taskId)) {
            return refused(Refusals.NOT_NOW);
        }
        Promise<DeletionVerdict> verdict = Promise.promise();
        resumed.put(taskId, verdict);
        return carriedOut(() -> service.resume(receipt, deadline()), verdict, () -> resumed.remove(taskId));
    }

    private Future<DeletionVerdict> begin(DeletionRequest request, Deadline deadline, Meant meant) {
        Promise<DeletionVerdict> verdict = Promise.promise();
        running.put(request.taskId(), new Running(request.force(), meant, verdict));
        return carriedOut(
                () -> service.delete(request, deadline, meant), verdict, () -> running.remove(request.taskId()));
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
     * A refusal is not shared: each request is refused, or not, because of what its own look finds of the task that both mean. Nor is what
     * became of another task than the one that the request has seen.
     */
    private Future<DeletionVerdict> join(Running first, DeletionRequest request, Deadline deadline, Meant meant) {
        return service.joined(first.verdict(), deadline)
                .compose(verdict -> verdict.<Future<DeletionVerdict>>fold(
                        done -> first.meant().excludes(meant)
                                ? lookAgain(request, deadline, meant)
                                : Future.succeededFuture(
                                        new Completed(done.result().forCaller(request.force()), true)),
                        refused -> lookAgain(request, deadline, meant.or(first.meant()))));
    }

    /** Refused requests look again concurrently: one after the other, a hundred refusals would take the time of a hundred looks. */
    private Future<DeletionVerdict> lookAgain(DeletionRequest request, Deadline deadline, Meant meant) {
        if (deadline.passed()) {
            return refused(Refusals.IN_PROGRESS);
        }
        return unlessRefused(request, deadline, meant, () -> delete(request, deadline, meant));
    }

    /** A forced deletion may delete what safe mode would not: a request without force joins it only if it would be carried out itself. */
    private Future<DeletionVerdict> joinForced(Running first, DeletionRequest request, Deadline deadline, Meant meant) {
        return unlessRefused(request, deadline, meant, () -> join(first, request, deadline, meant));
    }

    private Future<DeletionVerdict> unlessRefused(
            DeletionRequest request, Deadline deadline, Meant meant, Supplier<Future<DeletionVerdict>> otherwise) {
        return service.objection(request, deadline, meant)
                .compose(objection -> objection.map(RunningDeletions::refused).orElseGet(otherwise));
    }

    private static Future<DeletionVerdict> refused(Refusal refusal) {
        return Future.succeededFuture(new Refused(refusal));
    }
}
