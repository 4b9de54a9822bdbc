package io.tasksweep.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingClock;
import io.vertx.core.Future;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that stood still may take its own lateness for a store's silence. */
@Tag("F34")
@Tag("F56")
class CheckQuestionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final TestingClock clock = new TestingClock();
    private final List<Future<String>> answers = new ArrayList<>();
    private int asked;

    private Future<String> answer(Supplier<Duration> limit) {
        return CheckQuestion.answer(() -> answers.get(asked++), limit, clock);
    }

    private Future<String> failing(Duration time, Exception cause) {
        return clock.after(time).compose(due -> Future.failedFuture(cause));
    }

    @Test
    void whatIsAnsweredInTimeIsTheAnswer() {
        answers.add(Future.succeededFuture("yes"));
        assertThat(answer(() -> LIMIT).result()).isEqualTo("yes");
        assertThat(asked).isEqualTo(1);
    }

    /** One connection that breaks says nothing of a store. */
    @Test
    void whatFailsInTimeIsAskedAgainForAWhile() {
        answers.add(Future.failedFuture(new ConnectException()));
        answers.add(Future.failedFuture(new ConnectException()));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(Duration.ofMillis(299));
        assertThat(answer.isComplete()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(answer.result()).isEqualTo("yes");
    }

    /** Nobody would wait for that answer. */
    @Test
    void whatFailsIsNotAskedAgainAfterAPauseThatTheLimitDoesNotAllow() {
        answers.add(Future.failedFuture(new ConnectException()));
        Future<String> answer = answer(() -> Duration.ofMillis(50));
        assertThat(answer.failed()).isTrue();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whatKeepsFailingHasFailedInTheEnd() {
        for (int i = 0; i < 10; i++) {
            answers.add(Future.failedFuture(new ConnectException()));
        }
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LookQuestion.PATIENCE);
        assertThat(answer.cause()).isInstanceOf(ConnectException.class);
        assertThat(asked).isEqualTo(5);
    }

    /** As a search that takes long. */
    @Test
    void whatFailsLateInItsTimeIsAskedAgainAsWell() {
        answers.add(failing(LIMIT.minusMillis(1), new ConnectException()));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT.plusSeconds(1));
        assertThat(answer.result()).isEqualTo("yes");
    }

    /** When a node wakes, several of its lines may be dead. */
    @Test
    void soIsALineThatBreaksAfterASilence() {
        answers.add(Future.future(never -> {}));
        answers.add(Future.failedFuture(new ConnectException()));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT.plusSeconds(1));
        assertThat(answer.result()).isEqualTo("yes");
    }

    @Test
    void whatFailsOnceMoreWhenItsPatienceIsOverHasFailed() {
        answers.add(Future.failedFuture(new ConnectException()));
        answers.add(failing(LookQuestion.PATIENCE, new ConnectException()));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT);
        assertThat(answer.cause()).isInstanceOf(ConnectException.class);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aStoreWhoseCircuitIsOpenIsNotAskedAgain() {
        answers.add(Future.failedFuture(new CircuitOpen()));
        assertThat(answer(() -> LIMIT).cause()).isInstanceOf(CircuitOpen.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void silenceIsAskedOnceMore() {
        answers.add(Future.future(never -> {}));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT);
        assertThat(answer.result()).isEqualTo("yes");
    }

    /** A store's adapter ends its calls by the same limit, a moment earlier since it sets its timer first, or by a shorter one. */
    @Test
    void soIsACallThatItsOwnLimitHasEnded() {
        answers.add(failing(LIMIT.dividedBy(2), new TimeoutException()));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT);
        assertThat(answer.result()).isEqualTo("yes");
    }

    /** A line that has been idle for long is closed when a node wakes, before it is read. */
    @Test
    void soIsALineThatBreaksAfterThat() {
        answers.add(failing(LIMIT, new ConnectException()));
        answers.add(Future.succeededFuture("yes"));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT);
        assertThat(answer.result()).isEqualTo("yes");
    }

    @Test
    void theSecondSilenceIsTheAnswer() {
        answers.add(Future.future(never -> {}));
        answers.add(Future.future(never -> {}));
        Future<String> answer = answer(() -> LIMIT);
        clock.advance(LIMIT.multipliedBy(2));
        assertThat(answer.cause()).isInstanceOf(OutOfTime.class);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void nothingIsAskedWithoutAnyTime() {
        answers.add(Future.future(never -> {}));
        Future<String> answer = answer(clock.in(LIMIT)::remaining);
        clock.advance(LIMIT);
        assertThat(answer.cause()).isInstanceOf(OutOfTime.class);
        assertThat(asked).isEqualTo(1);
    }
}
