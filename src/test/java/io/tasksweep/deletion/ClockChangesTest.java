package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionRequest;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingDeletions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F57: somebody sets the clock while a deletion runs. */
@Tag("F57")
class ClockChangesTest {
    private static final TaskId TASK = new TaskId("task-1");
    private static final DeletionRequest SAFELY = new DeletionRequest(TASK, false, "tester", "request-1");

    private final TestingDeletions deletions = new TestingDeletions();

    private DeletionResult deleteWhileTheClockIsSet(Duration forth) {
        deletions.directory.holding(TASK, 12);
        deletions.objects.holding(TASK, 3);
        deletions.registry.saying(TASK, "pending", "SUCCESS");
        deletions.onStart(() -> deletions.clock.set(forth));
        return TestingDeletions.completed(deletions.answer(SAFELY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aDeletionNeitherEndsEarlierNorTakesLessThanNoTime(Duration forth) {
        DeletionResult result = deleteWhileTheClockIsSet(forth);
        assertThat(result.outcomes()).allMatch(outcome -> !outcome.isFailed());
        assertThat(result.duration()).isBetween(Duration.ZERO, TestingDeletions.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aStoreThatHangsIsGivenUpAtTheDeadlineOfTheMonotonicClock(Duration forth) {
        deletions.registry.betweenLooks(deletions.objects::silent);
        long started = deletions.clock.nanoTime();
        DeletionResult result = deleteWhileTheClockIsSet(forth);
        assertThat(result.outcomes().get(2).isFailed()).isTrue();
        assertThat(Duration.ofNanos(deletions.clock.nanoTime() - started))
                .isBetween(
                        TestingDeletions.TIMEOUT.minusSeconds(10),
                        TestingDeletions.TIMEOUT); // 10 s are kept for the state
        assertThat(result.duration()).isBetween(Duration.ZERO, TestingDeletions.TIMEOUT.plusSeconds(1));
    }
}
