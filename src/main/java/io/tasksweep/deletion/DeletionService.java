package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.DeletionVerdict;
import io.tasksweep.domain.DeletionVerdict.Completed;
import io.tasksweep.domain.DeletionVerdict.Refused;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.TaskEvidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The story of one deletion: look, decide, take lease and intent, look again, erase everywhere, settle, tell. */
public final class DeletionService {
    /** Pause between checks whether another node has finished deleting the task. */
    private static final Duration POLL = Duration.ofMillis(250);

    /** How long a deletion may take beyond its deadline to report what it has done by then. */
    private static final Duration REPORTING = Erasure.GRACE.plus(Execution.SETTLING);

    private final TaskLook look;
    private final FirstLook first;
    private final Leases leases;
    private final Execution execution;
    private final Clock clock;
    private final DeletionPolicy policy;

    public DeletionService(
            TaskLook look,
            Leases leases,
            Erasure erasure,
            DeletionListener listener,
            Clock clock,
            DeletionPolicy policy) {
        this.look = look;
        this.first = new FirstLook(look, clock, policy);
        this.leases = leases;
        this.execution = new Execution(look.second(), leases, erasure, listener, clock, policy);
        this.clock = clock;
        this.policy = policy;
    }

    /** When a request that has just come must be answered. */
    Deadline deadline() {
        return clock.in(policy.timeout());
    }

    /**
     * Carries out the request, or returns why not. Whatever is not done by the deadline is reported as failed. A store outage is a failed
     * outcome, never a failed future.
     *
     * @param meant the task that the request is about, if somebody knows already
     */
    Future<DeletionVerdict> delete(DeletionRequest request, Deadline deadline, Meant meant) {
        return deadline.passed() ? inProgress() : attempt(request, deadline, Attempts.first(meant));
    }

    /** The verdict of another request's deletion, or a refusal as in progress if it does not arrive by this request's own deadline. */
    Future<DeletionVerdict> joined(Future<DeletionVerdict> other, Deadline deadline) {
        return clock.limit(other, deadline.remaining().plus(REPORTING))
                .recover(cause -> cause instanceof OutOfTime ? inProgress() : Future.failedFuture(cause));
    }

    /**
     * Resumes a deletion that was cut off or left something outstanding. No caller waits for it, so it is careful: it does nothing if the
     * state is unknown, if it gets no lease, if a new task has the same name, or if the receipt has changed since.
     */
    Future<DeletionVerdict> resume(Receipt receipt, Deadline deadline) {
        DeletionRequest request = receipt.resumption();
        long started = clock.nanoTime();
        return look.atAll(
                request.taskId(),
                deadline,
                known -> resumed(receipt, run(request, deadline, known, started, Origin.resumption(receipt))));
    }

    private Future<DeletionVerdict> resumed(Receipt receipt, Run run) {
        return first.objection(receipt, run)
                .map(DeletionService::refused)
                .orElseGet(() -> execution.underLease(
                        run.warnedOfSpared(),
                        new Execution.Alternatives(
                                DeletionService::inProgress,
                                DeletionService::inProgress,
                                DeletionService::inProgress,
                                state -> {},
                                Optional.empty())));
    }

    /** Why the request would be refused now; empty if it would be carried out. Changes nothing. */
    Future<Optional<Refusal>> objection(DeletionRequest request, Deadline deadline, Meant meant) {
        return first.at(request, deadline, meant, (known, objection) -> Future.succeededFuture(objection));
    }

    private Future<DeletionVerdict> attempt(DeletionRequest request, Deadline deadline, Attempts attempts) {
        long started = clock.nanoTime();
        return first.at(
                request,
                deadline,
                attempts.meant(),
                (known, objection) -> objection
                        .map(DeletionService::refused)
                        .orElseGet(
                                () -> carryOut(run(request, deadline, known, started, attempts.origin()), attempts)));
    }

    private static Run run(
            DeletionRequest request, Deadline deadline, TaskEvidence known, long started, Origin origin) {
        Deletion deletion = new Deletion(request.taskId(), UUID.randomUUID().toString(), deadline);
        return new Run(request, deletion, known, DeletionRules.warnings(request, known), started, origin);
    }

    /** A request whose deadline passed while it waited for another node must not start anything. */
    private Future<DeletionVerdict> carryOut(Run run, Attempts attempts) {
        if (run.deletion().deadline().passed()) {
            return inProgress();
        }
        boolean outstanding = run.known()
                .knownReceipt()
                .map(receipt -> receipt.state() != Receipt.State.DONE)
                .orElse(false);
        return run.known().nothingFound() && !outstanding ? nothingToDo(run) : claim(run, attempts);
    }

    /** The request is a repeat, or a store did not answer and the others hold nothing: there is nothing to record. */
    private Future<DeletionVerdict> nothingToDo(Run run) {
        String id = run.known()
                .knownReceipt()
                .map(Receipt::deletionId)
                .orElse(run.deletion().id());
        Deletion same = new Deletion(run.deletion().taskId(), id, run.deletion().deadline());
        Run repeat = run.by(same);
        return Future.succeededFuture(new Completed(repeat.result(repeat.asAnswered(), clock), false));
    }

    private Future<DeletionVerdict> claim(Run run, Attempts attempts) {
        if (run.known().receipt().value().isEmpty()) {
            return unlessHeld(run, attempts);
        }
        DeletionRequest request = run.request();
        Deadline deadline = run.deletion().deadline();
        return execution.underLease(
                run,
                new Execution.Alternatives(
                        () -> afterTheOther(request, deadline, attempts),
                        () -> unlessHeld(run, attempts),
                        () -> unlessHeld(run, attempts.oneMore()),
                        noting(run, attempts),
                        attempts.left() > 1
                                ? Optional.of(() -> attempt(request, deadline, attempts.after(run)))
                                : Optional.empty()));
    }

    /** A state that is learnt only while the request is carried out tells which task it means. */
    private static Consumer<TaskState> noting(Run run, Attempts attempts) {
        return state -> attempts.meant().note(state, run.known());
    }

    /**
     * The lease holder is unknown, or the intent could not be written. If Redis says that a lease exists, waits for its holder; if Redis
     * says that none does, repeats the whole attempt once. Only if Redis is unreachable or not writable, or again answers too late, does the
     * deletion continue without a lease.
     */
    private Future<DeletionVerdict> unlessHeld(Run run, Attempts attempts) {
        Deadline deadline = run.deletion().deadline();
        if (deadline.passed()) {
            return inProgress();
        }
        Future<Boolean> holder = CheckQuestion.answer(
                () -> leases.held(run.request().taskId()), () -> policy.callLimit(deadline), clock);
        return holder.transform(held -> {
            if (held.succeeded() && held.result()) {
                return afterTheOther(
                        run.request(), deadline, attempts.after(run).oneMore());
            }
            boolean again = held.succeeded() && attempts.left() > 1;
            if (again) {
                return attempt(run.request(), deadline, attempts.after(run));
            }
            if (deadline.passed()) {
                return inProgress();
            }
            boolean blind = held.failed() && run.known().registered().value().isEmpty();
            return blind ? execution.alone(run) : execution.withoutIntent(run, noting(run, attempts));
        });
    }

    /** Another owner holds the lease: waits until it is released, then attempts the request again. */
    private Future<DeletionVerdict> afterTheOther(DeletionRequest request, Deadline deadline, Attempts attempts) {
        if (deadline.remaining().compareTo(POLL) <= 0) {
            return inProgress();
        }
        return clock.after(POLL)
                .compose(ignored -> held(request.taskId(), deadline).otherwise(true))
                .compose(held ->
                        held ? afterTheOther(request, deadline, attempts) : attempt(request, deadline, attempts));
    }

    private Future<Boolean> held(TaskId taskId, Deadline deadline) {
        return clock.limit(leases.held(taskId), policy.callLimit(deadline));
    }

    private static Future<DeletionVerdict> inProgress() {
        return refused(Refusals.IN_PROGRESS);
    }

    private static Future<DeletionVerdict> refused(Refusal refusal) {
        return Future.succeededFuture(new Refused(refusal));
    }
}
