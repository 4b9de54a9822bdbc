package io.tasksweep.deletion;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionRules;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.Refusal;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskEvidence;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Looks at everything that is known of a task, and tells why a request, or a resumption, must not be carried out. */
final class FirstLook {
    private final TaskLook look;
    private final Clock clock;
    private final DeletionPolicy policy;

    FirstLook(TaskLook look, Clock clock, DeletionPolicy policy) {
        this.look = look;
        this.clock = clock;
        this.policy = policy;
    }

    /**
     * Looks for a request.
     *
     * @param use what is known, and the objection; empty if the request may be carried out
     */
    <T> Future<T> at(
            DeletionRequest request,
            Deadline deadline,
            Meant meant,
            BiFunction<TaskEvidence, Optional<Refusal>, Future<T>> use) {
        Duration had = deadline.remaining();
        return look.at(
                request.taskId(),
                deadline,
                known -> use.apply(known, tooLate(known, deadline, had).or(() -> objection(request, known, meant))));
    }

    /**
     * A state that is unknown only because there was no time left to read it says nothing about Redis.
     *
     * @param had the time that there was; one call's is enough to tell a silent Redis
     */
    private Optional<Refusal> tooLate(TaskEvidence known, Deadline deadline, Duration had) {
        return known.registered()
                .failure()
                .filter(why -> deadline.passed() && why.code() == FailureCode.TIMEOUT)
                .filter(why -> had.compareTo(policy.storeTimeout()) < 0)
                .map(why -> Refusals.IN_PROGRESS);
    }

    private Optional<Refusal> objection(DeletionRequest request, TaskEvidence known, Meant meant) {
        return meant.objection(request, known)
                .or(() -> DeletionRules.objection(request, known, policy.refuseUnknownState()))
                .or(() -> recent(request, known, Set.of()));
    }

    /** Why a deletion must not be resumed; empty if it may. */
    Optional<Refusal> objection(Receipt receipt, Run resumption) {
        return objection(receipt, resumption.request(), resumption.known())
                .or(resumption::objectionOfSpared)
                .or(() -> recent(resumption.request(), resumption.known(), resumption.spared()));
    }

    private Optional<Refusal> objection(Receipt receipt, DeletionRequest request, TaskEvidence known) {
        if (!known.knownReceipt().equals(Optional.of(receipt))) {
            return Optional.of(Refusals.IN_PROGRESS);
        }
        Optional<Refusal> unknown =
                known.registered().failure().flatMap(cause -> DeletionRules.unavailable(cause, true));
        return DeletionRules.isNewTask(receipt, known)
                ? Optional.of(Refusals.NEW_TASK)
                : unknown.or(() -> DeletionRules.objection(request, known, policy.refuseUnknownState()));
    }

    private Optional<Refusal> recent(DeletionRequest request, TaskEvidence known, Set<ResourceKind> spared) {
        return policy.quietSince(clock.instant()).flatMap(since -> DeletionRules.recent(request, known, spared, since));
    }
}
