package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeletionRulesTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "r");
    private static final DeletionRequest BY_FORCE = new DeletionRequest(TASK, true, "tester", "r");
    private static final Failure OUT = new Failure(FailureCode.UNAVAILABLE, "It is out.");
    private static final Failure DENIED = new Failure(FailureCode.ACCESS_DENIED, "It is denied.");
    private static final Evidence SOME = Evidence.of(Unit.FILES, 1);

    private static TaskState state(boolean active, boolean elsewhere, String... createdAt) {
        return new TaskState(
                1, active ? Optional.of("it runs") : Optional.empty(), new TreeSet<>(Set.of(createdAt)), elsewhere);
    }

    private static Answer<Registered> registered(TaskState state) {
        return new Answer.Known<>(new Registered(state, Evidence.of(Unit.KEYS, 1)));
    }

    private static TaskEvidence known(Answer<Registered> registered, Evidence directory) {
        return new TaskEvidence(
                new Answer.Known<>(directory),
                registered,
                new Answer.Known<>(Evidence.NOTHING),
                new Answer.Known<>(Optional.empty()));
    }

    private static TaskEvidence nothing(Answer<Optional<Receipt>> receipt) {
        return new TaskEvidence(
                new Answer.Known<>(Evidence.NOTHING),
                new Answer.Known<>(Registered.NOTHING),
                new Answer.Known<>(Evidence.NOTHING),
                receipt);
    }

    private static Optional<Refusal.Reason> objection(DeletionRequest request, TaskEvidence known, boolean strict) {
        return DeletionRules.objection(request, known, strict).map(Refusal::reason);
    }

    @Test
    void safeModeRefusesWhatIsActiveAndForceDoesNot() {
        TaskEvidence active = known(registered(state(true, false)), SOME);
        assertThat(objection(SAFELY, active, false)).hasValue(Refusal.Reason.TASK_ACTIVE);
        assertThat(objection(BY_FORCE, active, true)).isEmpty();
        assertThat(objection(SAFELY, known(registered(state(false, false)), SOME), true))
                .isEmpty();
    }

    @Test
    @Tag("F20")
    @Tag("F26")
    void anUnknownStateIsRefusedIfNoRepeatHelpsOrTheOperatorSaysSo() {
        TaskEvidence out = known(new Answer.Unknown<>(OUT), SOME);
        TaskEvidence denied = known(new Answer.Unknown<>(DENIED), SOME);
        assertThat(objection(SAFELY, out, false)).isEmpty();
        assertThat(objection(SAFELY, out, true)).hasValue(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(objection(SAFELY, denied, false)).hasValue(Refusal.Reason.STATE_UNAVAILABLE);
        assertThat(objection(BY_FORCE, denied, true)).isEmpty();
        assertThat(DeletionRules.unavailable(OUT, true).orElseThrow().detail())
                .contains("It is out. Try again, or use");
        assertThat(DeletionRules.unavailable(OUT, true).orElseThrow().retriable())
                .isTrue();
        assertThat(DeletionRules.unavailable(DENIED, false).orElseThrow().detail())
                .contains("will not help");
        assertThat(DeletionRules.unavailable(DENIED, false).orElseThrow().retriable())
                .isFalse();
    }

    @Test
    @Tag("I05")
    void aTaskIsUnknownOnlyIfAllHaveAnsweredAndThereIsNoReceipt() {
        assertThat(objection(BY_FORCE, nothing(new Answer.Known<>(Optional.empty())), false))
                .hasValue(Refusal.Reason.TASK_NOT_FOUND);
        assertThat(objection(BY_FORCE, nothing(new Answer.Unknown<>(OUT)), false))
                .isEmpty();
        Receipt receipt = Receipt.intent(SAFELY, "d", TaskState.NONE, Optional.empty(), Instant.EPOCH, 0);
        assertThat(objection(BY_FORCE, nothing(new Answer.Known<>(Optional.of(receipt))), false))
                .isEmpty();
        TaskEvidence silent = new TaskEvidence(
                new Answer.Unknown<>(OUT),
                new Answer.Known<>(Registered.NOTHING),
                new Answer.Known<>(Evidence.NOTHING),
                new Answer.Known<>(Optional.empty()));
        assertThat(objection(BY_FORCE, silent, false)).isEmpty();
        assertThat(silent.nothingFound()).isTrue();
        assertThat(silent.allAnswered()).isFalse();
        assertThat(known(new Answer.Known<>(Registered.NOTHING), SOME).nothingFound())
                .isFalse();
    }

    @Test
    void anotherCreationTimeIsANewTask() {
        assertThat(DeletionRules.isNewTask(Set.of("t1"), state(false, false, "t1")))
                .isFalse();
        assertThat(DeletionRules.isNewTask(Set.of("t1"), state(false, false))).isFalse();
        assertThat(DeletionRules.isNewTask(Set.of("t1"), state(false, false, "t1", "t2")))
                .isTrue();
        assertThat(DeletionRules.isNewTask(Set.of(), state(false, false, "t1"))).isTrue();
    }

    @Test
    void anIntruderIsANewTaskOrOneThatWorksAgain() {
        Set<String> deleted = Set.of("t1");
        assertThat(DeletionRules.intruder(SAFELY, deleted, state(false, false, "t1")))
                .isEmpty();
        assertThat(DeletionRules.intruder(BY_FORCE, deleted, state(true, false, "t1")))
                .isEmpty();
        assertThat(DeletionRules.intruder(SAFELY, deleted, state(true, false, "t1")))
                .isPresent();
        assertThat(DeletionRules.intruder(BY_FORCE, deleted, state(false, false, "t2")))
                .isPresent();
        assertThat(DeletionRules.intruder(BY_FORCE, deleted, state(false, false, "t2"))
                        .orElseThrow()
                        .code())
                .isEqualTo(FailureCode.NEW_TASK);
    }

    @Test
    void whatWasLeftToANewTaskIsNotToBeDeletedByARepeat() {
        Failure intruder = DeletionRules.intruder(BY_FORCE, Set.of("t1"), state(false, false, "t2"))
                .orElseThrow();
        assertThat(intruder.retriable()).isFalse();
        assertThat(intruder.text()).doesNotContainIgnoringCase("repeat");
    }

    private static List<Warning.Kind> warnings(DeletionRequest request, TaskEvidence known) {
        return DeletionRules.warnings(request, known).stream()
                .map(Warning::kind)
                .toList();
    }

    @Test
    void callersAreWarnedOfWhatIsNotAsItShouldBe() {
        assertThat(warnings(SAFELY, known(registered(state(false, false)), SOME)))
                .isEmpty();
        assertThat(warnings(SAFELY, known(new Answer.Unknown<>(OUT), SOME)))
                .containsExactly(Warning.Kind.STATE_UNKNOWN);
        assertThat(warnings(SAFELY, known(new Answer.Known<>(Registered.NOTHING), SOME)))
                .containsExactly(Warning.Kind.STATE_MISSING);
        assertThat(warnings(SAFELY, nothing(new Answer.Known<>(Optional.empty()))))
                .isEmpty();
        assertThat(warnings(BY_FORCE, known(registered(state(true, true)), SOME)))
                .containsExactly(Warning.Kind.FORCED_ACTIVE, Warning.Kind.DATA_ELSEWHERE);
        assertThat(warnings(SAFELY, known(registered(state(true, false)), SOME)))
                .isEmpty();
        assertThat(warnings(BY_FORCE, known(registered(state(false, false)), SOME)))
                .isEmpty();
        assertThat(warnings(BY_FORCE, known(new Answer.Unknown<>(OUT), SOME)))
                .containsExactly(Warning.Kind.STATE_UNKNOWN);
    }

    @Test
    void statesAddUp() {
        StateValue ended = value("SUCCESS", "t1", false);
        StateValue running = value("running", "t2", true);
        TaskState both = TaskState.NONE.plus(ended).plus(running);
        assertThat(both.values()).isEqualTo(2);
        assertThat(both.activity()).isPresent();
        assertThat(both.createdAt()).containsExactly("t1", "t2");
        assertThat(both.elsewhere()).isTrue();
        assertThat(TaskState.NONE.plus(running).plus(ended).elsewhere()).isTrue();
        assertThat(TaskState.NONE.plus(ended).elsewhere()).isFalse();
        assertThat(TaskState.NONE.createdAt()).isEmpty();
    }

    @Test
    void onlySoManyCreationTimesAreKept() {
        TaskState state = TaskState.NONE;
        for (int i = 149; i >= 0; i--) {
            state = state.plus(value("SUCCESS", "t" + (1_000 + i), false));
        }
        assertThat(state.values()).isEqualTo(150);
        assertThat(state.createdAt())
                .hasSize(TaskState.MOST_CREATION_TIMES)
                .contains("t1050", "t1149")
                .doesNotContain("t1049");
    }

    private static StateValue value(String status, String createdAt, boolean elsewhere) {
        return new StateValue(
                "'n:f'",
                Optional.of(status),
                Map.of("s", Optional.of("SUCCESS")),
                Optional.of(createdAt),
                elsewhere,
                true);
    }

    @Test
    void anAuditEntryTellsWhetherTheStateWasKnown() {
        assertThat(entry(List.of(new Warning(Warning.Kind.STATE_UNKNOWN, "x"))).stateUnknown())
                .isTrue();
        assertThat(entry(List.of(new Warning(Warning.Kind.NO_INTENT, "x"))).stateUnknown())
                .isFalse();
        assertThat(new AuditEntry("r", "a", "t", Optional.empty(), Decision.ABORTED, Optional.empty(), Duration.ZERO)
                        .stateUnknown())
                .isFalse();
    }

    private static AuditEntry entry(List<Warning> warnings) {
        List<ResourceOutcome> outcomes = List.of(
                new ResourceOutcome.Skipped(ResourceKind.LOCAL_DIRECTORY),
                new ResourceOutcome.Skipped(ResourceKind.REDIS),
                new ResourceOutcome.Skipped(ResourceKind.MINIO));
        DeletionResult result = new DeletionResult(TASK, "d", false, outcomes, warnings, Instant.EPOCH, Duration.ZERO);
        return new AuditEntry(
                "r", "a", "task-1", Optional.of(false), Decision.CARRIED_OUT, Optional.of(result), Duration.ZERO);
    }
}
