package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeletionPolicyTest {
    private static DeletionPolicy policy(Duration... passes) {
        return new DeletionPolicy(
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofDays(7),
                List.of(passes),
                Duration.ZERO);
    }

    private static Receipt receipt(Receipt.State state, int passes) {
        return new Receipt(
                new TaskId("task-1"),
                "d",
                state,
                true,
                "tester",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                0,
                new TreeSet<>(),
                passes > 0,
                passes,
                Optional.empty());
    }

    @Test
    void passesCountFromTheDeletionEachFromTheOneBefore() {
        DeletionPolicy policy = policy(Duration.ofSeconds(10), Duration.ofSeconds(60));
        assertThat(policy.due(receipt(Receipt.State.DONE, 2))).hasValue(Duration.ofSeconds(10));
        assertThat(policy.due(receipt(Receipt.State.DONE, 1))).hasValue(Duration.ofSeconds(50));
        assertThat(policy.due(receipt(Receipt.State.DONE, 0))).isEmpty();
    }

    @Test
    void aListThatWasMadeShorterMeanwhileIsMadeOfWhatThereIs() {
        assertThat(policy(Duration.ofSeconds(10)).due(receipt(Receipt.State.DONE, 2)))
                .hasValue(Duration.ofSeconds(10));
        assertThat(policy().due(receipt(Receipt.State.DONE, 2))).hasValue(Duration.ZERO);
    }

    @Test
    void whatIsLeftIsTriedAgainAfterFiveMinutes() {
        assertThat(policy(Duration.ofSeconds(10)).due(receipt(Receipt.State.INCOMPLETE, 1)))
                .hasValue(Duration.ofMinutes(5));
    }

    @Test
    void aCallTakesNoLongerThanItMayNorThanThereIsTime() {
        assertThat(policy().callLimit(Deadline.in(Duration.ofSeconds(60), () -> 0)))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(policy().callLimit(Deadline.in(Duration.ofSeconds(3), () -> 0)))
                .isEqualTo(Duration.ofSeconds(3));
    }
}
