package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QuietPeriodRuleTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Instant SINCE = Instant.parse("2026-11-20T08:00:00Z");
    private static final Optional<Instant> OLD = Optional.of(SINCE);
    private static final Optional<Instant> YOUNG = Optional.of(SINCE.plusMillis(1));
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");
    private static final DeletionRequest BY_FORCE = new DeletionRequest(TASK, true, "tester", "request-2");

    private static Answer<Evidence> holding(Optional<Instant> changed) {
        Evidence found = Evidence.of(Unit.FILES, 1);
        return new Answer.Known<>(changed.map(found::changedAt).orElse(found));
    }

    private static Answer<Registered> saying(Optional<Instant> updatedAt) {
        TaskState state = new TaskState(1, Optional.empty(), new TreeSet<>(), false, updatedAt);
        return new Answer.Known<>(new Registered(state, Evidence.of(Unit.KEYS, 1)));
    }

    private static TaskEvidence known(
            Optional<Instant> directory,
            Optional<Instant> state,
            Optional<Instant> objects,
            Optional<Receipt> receipt) {
        return new TaskEvidence(holding(directory), saying(state), holding(objects), new Answer.Known<>(receipt));
    }

    private static boolean refused(DeletionRequest request, TaskEvidence known) {
        Optional<Refusal> refusal = DeletionRules.recent(request, known, Set.of(), SINCE);
        refusal.ifPresent(why -> {
            assertThat(why.reason()).isEqualTo(Refusal.Reason.TASK_RECENTLY_ACTIVE);
            assertThat(why.retriable()).isTrue();
        });
        return refusal.isPresent();
    }

    @Test
    void oneYoungStoreIsEnoughAndOldOnesAreNot() {
        assertThat(refused(SAFELY, known(OLD, OLD, OLD, Optional.empty()))).isFalse();
        assertThat(refused(SAFELY, known(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .isFalse();
        assertThat(refused(SAFELY, known(YOUNG, OLD, OLD, Optional.empty()))).isTrue();
        assertThat(refused(SAFELY, known(OLD, YOUNG, OLD, Optional.empty()))).isTrue();
        assertThat(refused(SAFELY, known(OLD, OLD, YOUNG, Optional.empty()))).isTrue();
    }

    @Test
    void forceAsksNoAge() {
        assertThat(refused(BY_FORCE, known(YOUNG, YOUNG, YOUNG, Optional.empty())))
                .isFalse();
    }

    @Test
    void aDeletionThatIsUnfinishedIsGoneOnWithAndOneThatIsDoneIsNone() {
        Receipt open = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), SINCE, 0);
        assertThat(refused(SAFELY, known(YOUNG, OLD, OLD, Optional.of(open)))).isFalse();
        assertThat(refused(SAFELY, known(YOUNG, OLD, OLD, Optional.of(done(open)))))
                .isTrue();
    }

    /** What is in the others by now, somebody else has written. */
    @Test
    void onlyWhatIsOutstandingIsExempt() {
        Receipt open = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), SINCE, 0)
                .sparing(Set.of(ResourceKind.LOCAL_DIRECTORY, ResourceKind.REDIS));
        assertThat(refused(SAFELY, known(OLD, OLD, YOUNG, Optional.of(open)))).isFalse();
        assertThat(refused(SAFELY, known(YOUNG, OLD, OLD, Optional.of(open)))).isTrue();
        assertThat(refused(SAFELY, known(OLD, YOUNG, OLD, Optional.of(open)))).isTrue();
    }

    @Test
    void whatIsLeftAloneInAnyCaseMayBeYoung() {
        TaskEvidence known = known(YOUNG, OLD, OLD, Optional.empty());
        assertThat(DeletionRules.recent(SAFELY, known, Set.of(ResourceKind.LOCAL_DIRECTORY), SINCE))
                .isEmpty();
        assertThat(DeletionRules.recent(SAFELY, known, Set.of(ResourceKind.MINIO), SINCE))
                .isPresent();
    }

    @Test
    void anUnfinishedDeletionIsNoneOfANewTaskOfItsName() {
        Receipt open = Receipt.intent(SAFELY, "d-1", TaskState.NONE, Optional.empty(), SINCE, 0);
        TaskState another = new TaskState(1, Optional.empty(), new TreeSet<>(Set.of("t2")), false, OLD);
        TaskEvidence known = new TaskEvidence(
                holding(YOUNG),
                new Answer.Known<>(new Registered(another, Evidence.of(Unit.KEYS, 1))),
                holding(OLD),
                new Answer.Known<>(Optional.of(open)));
        assertThat(refused(SAFELY, known)).isTrue();
    }

    private static Receipt done(Receipt open) {
        DeletionResult ended = new DeletionResult(
                TASK,
                open.deletionId(),
                false,
                java.util.Arrays.stream(ResourceKind.values())
                        .<ResourceOutcome>map(ResourceOutcome.Skipped::new)
                        .toList(),
                java.util.List.of(),
                SINCE,
                java.time.Duration.ZERO);
        return open.settled(ended, SINCE.plusSeconds(60));
    }

    @Test
    void ofSeveralRecordsTheOneThatWasWrittenLastCounts() {
        TaskState state = TaskState.NONE
                .plus(record(OLD))
                .plus(record(YOUNG))
                .plus(record(OLD))
                .plus(record(Optional.empty()));
        assertThat(state.updatedAt()).isEqualTo(YOUNG);
        assertThat(TaskState.NONE.plus(record(Optional.empty())).updatedAt()).isEmpty();
    }

    private static StateValue record(Optional<Instant> updatedAt) {
        return new StateValue("'n:f'", Optional.of("completed"), Map.of(), Optional.empty(), false, true, updatedAt);
    }
}
