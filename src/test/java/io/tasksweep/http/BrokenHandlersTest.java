package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.ErrorLog;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingClock;
import io.tasksweep.testing.TestingDeletions;
import io.tasksweep.testing.TestingRecords;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F55: bugs of ours have an answer too, in time, and it says nothing of our inside. */
@Tag("F55")
class BrokenHandlersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration IN_TIME = TIMEOUT.plusSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final RawRequest RECEIPT = RawRequest.to("GET", "/v1/tasks/task-1/deletion");

    private record Broken(Supplier<Future<Optional<Receipt>>> answer) implements Receipts {
        @Override
        public Future<Optional<Receipt>> find(TaskId taskId) {
            return answer.get();
        }

        @Override
        public Failure explain(Throwable cause) {
            return new Failure(FailureCode.TIMEOUT, "It did not answer in time.");
        }
    }

    private static ListeningApi api(Receipts receipts) {
        return new ListeningApi(new RequestTimeouts(LONG, LONG, LONG), 100, receipts, TIMEOUT);
    }

    private static ListeningApi api() {
        return api(new TestingRecords(new ArrayList<>(), new TestingClock()));
    }

    private static void assertInternal(Answer answer) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().getString("code")).isEqualTo("internal_error");
        assertThat(answer.body()).doesNotContain("java", "io.", "/share", "secret", "Exception");
    }

    @Test
    void aHandlerThatThrowsIsAnInternalError() {
        Receipts throwing = new Broken(() -> {
            throw new IllegalStateException("/share/secret in io.tasksweep");
        });
        try (ErrorLog errors = ErrorLog.open();
                ListeningApi api = api(throwing)) {
            assertInternal(RawHttp.ask(api.port(), RECEIPT));
            assertThat(errors.lines()).as("a bug is logged").hasSize(1);
        }
    }

    @Test
    void aHandlerThatNeverEndsIsAnsweredInTime() {
        try (ListeningApi api =
                api(new Broken(() -> Promise.<Optional<Receipt>>promise().future()))) {
            long begin = System.nanoTime();
            Answer answer = RawHttp.ask(api.port(), RECEIPT);
            assertThat(answer.json().getString("code")).isEqualTo("state_unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IN_TIME);
        }
    }

    @Test
    void aDeletionThatNeverEndsIsAnsweredInTime() {
        try (ListeningApi api = api()) {
            api.answerNothing();
            long begin = System.nanoTime();
            Answer answer = RawHttp.ask(api.port(), RawRequest.deletion("task-1"));
            assertThat(answer.json().getString("code")).isEqualTo("deletion_in_progress");
            assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IN_TIME);
        }
    }

    @Test
    @Tag("I09")
    void aDeletionThatFailsIsAnInternalErrorAndRecordedOnce() {
        assertInternalAndRecordedOnce(deletions -> deletions.onStart(BrokenHandlersTest::bug));
    }

    @Test
    @Tag("I09")
    void aDeletionThatThrowsIsAnInternalErrorAndRecordedOnce() {
        assertInternalAndRecordedOnce(deletions -> deletions.clock.onReading(BrokenHandlersTest::bug));
    }

    private static void bug() {
        throw new IllegalStateException("secret-detail");
    }

    /** With time enough: what comes too late is answered otherwise. */
    private static void assertInternalAndRecordedOnce(Consumer<TestingDeletions> broken) {
        TestingDeletions deletions = new TestingDeletions();
        deletions.directory.holding(new TaskId("task-1"), 3);
        broken.accept(deletions);
        try (ErrorLog errors = ErrorLog.open();
                ListeningApi api = new ListeningApi(new RequestTimeouts(LONG, LONG, LONG), 100)) {
            api.serve(deletions);
            Answer answer = RawHttp.ask(api.port(), RawRequest.deletion("task-1"));
            assertInternal(answer);
            assertThat(answer.json().getString("task_id")).isEqualTo("task-1");
            assertThat(api.records()).singleElement().satisfies(record -> {
                assertThat(record.decision().label()).isEqualTo("internal_error");
                assertThat(record.taskId()).isEqualTo("task-1");
            });
            assertThat(errors.lines()).as("a bug is logged").hasSize(1);
        }
    }

    @Test
    void aReplyThatIsNoneIsAnInternalError() {
        try (ErrorLog errors = ErrorLog.open();
                ListeningApi api = api()) {
            api.onDeletion(message -> message.fail(400, "no JSON, but /share/secret of io.tasksweep"));
            assertInternal(RawHttp.ask(api.port(), RawRequest.deletion("task-1")));
            assertThat(errors.lines()).isNotEmpty();
        }
    }
}
