package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Answer;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A question that nobody answers while this node stands still. */
@Tag("F56")
class LookQuestionTest {
    private static final Duration CALL = Duration.ofSeconds(5);

    private final TestingClock clock = new TestingClock();
    private int asked;

    /** Only that time it is answered. */
    private Future<Answer<String>> answeredAt(int time, Duration timeout) {
        return LookQuestion.answer(
                new TaskId("task-1"),
                () -> ++asked == time ? Future.succeededFuture("yes") : Future.future(never -> {}),
                cause -> new Failure(FailureCode.INTERNAL, "Unexpected."),
                new LookQuestion.Limits(CALL, clock.in(timeout)),
                clock);
    }

    private static Optional<FailureCode> failure(Future<Answer<String>> answer) {
        return answer.result().failure().map(Failure::code);
    }

    @Test
    void anAnswerThatWasMissedStandingStillIsAskedForAgain() {
        Future<Answer<String>> answer = answeredAt(3, Duration.ofMinutes(1));
        clock.standStill(CALL.plusSeconds(1));
        clock.standStill(CALL.plusSeconds(20));
        assertThat(answer.result().value()).hasValue("yes");
    }

    @Test
    void notForEver() {
        Future<Answer<String>> answer = answeredAt(4, Duration.ofMinutes(1));
        for (int standstill = 0; standstill < 3; standstill++) {
            clock.standStill(CALL.plusSeconds(1));
        }
        assertThat(failure(answer)).hasValue(FailureCode.TIMEOUT);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void silenceInTimeIsTheAnswer() {
        Future<Answer<String>> answer = answeredAt(2, Duration.ofMinutes(1));
        clock.advance(CALL);
        assertThat(failure(answer)).hasValue(FailureCode.TIMEOUT);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void nothingIsAskedAfterTheDeadline() {
        Future<Answer<String>> answer = answeredAt(2, Duration.ofSeconds(6));
        clock.standStill(Duration.ofSeconds(7));
        assertThat(failure(answer)).hasValue(FailureCode.TIMEOUT);
        assertThat(asked).isEqualTo(1);
    }
}
