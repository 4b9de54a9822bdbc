package io.tasksweep.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a task may be deleted, and what the caller must be told. Pure functions of what is known. */
public final class DeletionRules {
    private static final Failure INTRUDER = new Failure(
            FailureCode.NEW_TASK,
            "While the task was deleted, one of the same name began to write; what is there now was left to it.");

    private DeletionRules() {}

    /**
     * Why the request must not be carried out; empty if it may.
     *
     * @param refuseUnknown whether safe mode also refuses when a transient failure keeps the state unknown
     */
    public static Optional<Refusal> objection(DeletionRequest request, TaskEvidence known, boolean refuseUnknown) {
        Optional<Refusal> unsafe = request.force() ? Optional.empty() : unsafe(known, refuseUnknown);
        return unsafe.or(() -> unknownTask(request.taskId(), known));
    }

    /** Why safe mode must not touch a task in this state; empty if it may. */
    public static Optional<Refusal> active(TaskState state) {
        return state.activity()
                .map(why -> new Refusal(
                        Refusal.Reason.TASK_ACTIVE,
                        "The task is active: " + why + ". Try again later, or use force to delete it all the same.",
                        true));
    }

    /**
     * Why safe mode must not touch data that has changed since the given moment; empty if it may. What an unfinished deletion of ours has
     * left in a store is exempt: it was old enough when that deletion began, and only the deletion has made it younger.
     *
     * @param spared the stores that are left alone in any case
     */
    public static Optional<Refusal> recent(
            DeletionRequest request, TaskEvidence known, Set<ResourceKind> spared, Instant since) {
        Set<ResourceKind> exempt = new HashSet<>(spared);
        known.knownReceipt()
                .filter(Receipt::unfinished)
                .filter(receipt -> !isNewTask(receipt, known))
                .ifPresent(receipt -> exempt.addAll(receipt.outstanding()));
        boolean recent = known.changesBesides(exempt).anyMatch(change -> change.isAfter(since));
        return recent && !request.force()
                ? Optional.of(new Refusal(
                        Refusal.Reason.TASK_RECENTLY_ACTIVE,
                        "The task's data changed within the quiet period. Try again later, or use force.",
                        true))
                : Optional.empty();
    }

    /**
     * Whether the state belongs to another task than the one that was deleted: callers reuse names, and a record carries the creation time
     * of the task it belongs to.
     *
     * @param deleted the creation times of the task that was deleted; empty if it had no state, or its state could not be read
     */
    public static boolean isNewTask(Set<String> deleted, TaskState state) {
        return !deleted.containsAll(state.createdAt());
    }

    /** Whether the state is known to belong to another task than the receipt does. */
    public static boolean isNewTask(Receipt receipt, TaskEvidence known) {
        return known.registered()
                .map(found -> isNewTask(receipt.createdAt(), found.state()))
                .value()
                .orElse(false);
    }

    /**
     * Why data that came back during the deletion must stay: it belongs to a new task, or to one that safe mode would not have touched.
     * Empty if it is a late write of the task being deleted.
     */
    public static Optional<Failure> intruder(DeletionRequest request, Set<String> deleted, TaskState state) {
        boolean newTask = isNewTask(deleted, state);
        boolean active = !request.force() && state.activity().isPresent();
        return newTask || active ? Optional.of(INTRUDER) : Optional.empty();
    }

    /** Whether that is what {@link #intruder} says, and not a failure to find out. */
    public static boolean isIntruder(Failure failure) {
        return failure.code() == FailureCode.NEW_TASK;
    }

    private static Optional<Refusal> unsafe(TaskEvidence known, boolean refuseUnknown) {
        return known.registered().fold(found -> active(found.state()), cause -> unavailable(cause, refuseUnknown));
    }

    /** Why safe mode must not continue without knowing the state; empty if it may. */
    public static Optional<Refusal> unavailable(Failure cause, boolean refuseUnknown) {
        return cause.retriable() && !refuseUnknown ? Optional.empty() : Optional.of(unavailable(cause));
    }

    /** Why nobody must continue who has to know the state. */
    public static Refusal unavailable(Failure cause) {
        return new Refusal(
                Refusal.Reason.STATE_UNAVAILABLE,
                "Whether the task is active cannot be known: " + cause.message() + " " + adviceUnknowing(cause),
                cause.retriable());
    }

    private static String adviceUnknowing(Failure cause) {
        return cause.retriable()
                ? "Try again, or use force to delete without knowing."
                : "Trying again will not help until an operator mends this; force deletes without knowing.";
    }

    private static Optional<Refusal> unknownTask(TaskId taskId, TaskEvidence known) {
        boolean noReceipt = known.receipt().fold(Optional::isEmpty, failure -> false);
        return known.allAnswered() && known.nothingFound() && noReceipt
                ? Optional.of(new Refusal(
                        Refusal.Reason.TASK_NOT_FOUND,
                        "No store holds anything of task " + taskId + ", and there is no receipt of a deletion.",
                        false))
                : Optional.empty();
    }

    /** What the caller of a deletion that is carried out must be told. */
    public static List<Warning> warnings(DeletionRequest request, TaskEvidence known) {
        List<Warning> warnings = new ArrayList<>();
        known.registered().failure().ifPresent(cause -> warnings.add(stateUnknown(cause)));
        known.registered().value().map(Registered::state).ifPresent(state -> {
            stateMissing(state, known).ifPresent(warnings::add);
            forcedActive(request, state).ifPresent(warnings::add);
            elsewhere(state).ifPresent(warnings::add);
        });
        return warnings;
    }

    private static Warning stateUnknown(Failure cause) {
        return new Warning(
                Warning.Kind.STATE_UNKNOWN,
                "The safe-mode check was impossible: " + cause.message()
                        + " A worker may still be writing data of this task.");
    }

    /** What the caller must be told if the state could be read at first, but not again right before the deletion. */
    public static Warning stateUnread(DeletionRequest request, Failure cause) {
        String text = request.force()
                ? "Whether this was still the task that was there at first could not be asked again: " + cause.message()
                        + " What a new task of the same name has written meanwhile may be deleted."
                : "The safe-mode check could not be repeated: " + cause.message()
                        + " A worker that began meanwhile may still be writing data of this task.";
        return new Warning(Warning.Kind.STATE_UNKNOWN, text);
    }

    private static Optional<Warning> stateMissing(TaskState state, TaskEvidence known) {
        return state.values() == 0 && !known.nothingFound()
                ? Optional.of(
                        new Warning(
                                Warning.Kind.STATE_MISSING,
                                "No state of the task was found (expired, or removed already): whether it had ended is not known."))
                : Optional.empty();
    }

    /** Why a retry must wait that would leave a store alone which does not answer: what is there may be as young as can be. */
    public static Refusal unseen(ResourceKind kind, Failure cause) {
        return new Refusal(
                Refusal.Reason.TASK_RECENTLY_ACTIVE,
                "Whether " + kind.label() + " is still empty cannot be known: " + cause.message(),
                cause.retriable());
    }

    /**
     * Why a request must not continue that has seen a task before but cannot tell whether that is the one that is there now. A repeat by
     * force is about whatever is there then.
     */
    public static Refusal mayBeNew(DeletionRequest request, Failure cause) {
        String advice =
                request.force() ? "Repeat the request to delete whatever is there now." : adviceUnknowing(cause);
        return new Refusal(
                Refusal.Reason.STATE_UNAVAILABLE,
                "Whether this is still the task that was there at first cannot be known: " + cause.message() + " "
                        + advice,
                request.force() || cause.retriable());
    }

    /** Whether that, as it is recorded, is what {@link #leftAlone} says of some store. */
    static boolean saysLeftAlone(Warning warning) {
        return Arrays.stream(ResourceKind.values())
                .anyMatch(kind -> leftAlone(kind).text().equals(warning.text()));
    }

    /** What must be told of a store that a retry leaves alone although something is there. */
    public static Warning leftAlone(ResourceKind kind) {
        return new Warning(
                Warning.Kind.LEFT_ALONE,
                "What is in " + kind.label()
                        + " now was left alone: this deletion has seen it empty before, so it may be a new task's.");
    }

    /** What the caller must be told if the look saw a state that was gone before it could be deleted. */
    public static Optional<Warning> stateVanished(TaskEvidence known, List<ResourceOutcome> outcomes) {
        boolean seen = known.registered().fold(found -> !found.keys().isEmpty(), failure -> false);
        boolean gone = outcomes.contains(new ResourceOutcome.Skipped(ResourceKind.REDIS));
        return seen && gone
                ? Optional.of(new Warning(
                        Warning.Kind.STATE_MISSING,
                        "The task's state was gone before it was deleted (expired, or removed by somebody else): "
                                + "whether the task went on meanwhile is not known."))
                : Optional.empty();
    }

    /** What the caller must be told if force deletes an active task. */
    public static Optional<Warning> forcedActive(DeletionRequest request, TaskState state) {
        return request.force()
                ? state.activity()
                        .map(why -> new Warning(
                                Warning.Kind.FORCED_ACTIVE,
                                "Force deleted an active task (" + why
                                        + "): running work fails or may write again, and its results are lost."))
                : Optional.empty();
    }

    private static Optional<Warning> elsewhere(TaskState state) {
        return state.elsewhere()
                ? Optional.of(new Warning(
                        Warning.Kind.DATA_ELSEWHERE,
                        "The task's state names a shared_storage_path that is not its directory on this share; "
                                + "it was not followed."))
                : Optional.empty();
    }
}
