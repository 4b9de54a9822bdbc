package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Dripping;
import io.tasksweep.testing.ErrorLog;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B28 to B30, B41, B42: requests in pieces, requests in a row, and requests that nobody ends. */
class ConnectionsTest {
    private static final String HALF = "{\"force\":";
    private static final Duration SOON = Duration.ofSeconds(5); // those that hold things up do so for longer

    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();
    private int before;

    @BeforeAll
    static void seed() {
        SERVED.platform().task("task-1", "pending", "SUCCESS");
    }

    @BeforeEach
    void count() {
        before = service.audit().size();
    }

    private List<JsonObject> records() {
        return records(0);
    }

    /** Once there are at least so many. */
    private List<JsonObject> records(int least) {
        List<JsonObject> all = service.audit(before + least);
        return all.subList(before, all.size());
    }

    private static RawRequest task(String id) {
        return RawRequest.deletion(id).keptAlive();
    }

    private static String half() {
        return task("task-1")
                        .with("Content-Type: application/json", "Content-Length: 15")
                        .wire()
                + HALF;
    }

    /** The service notices when it notices; a request that comes after it must not be counted with it. */
    private void assertAbortedOnce(String actor) {
        records(1);
        service.delete("task-unknown", false);
        assertThat(records(2))
                .extracting(record -> record.getString("decision"))
                .containsExactly("aborted", "task_not_found");
        assertThat(records().get(0).getString("task_id")).isEqualTo("task-1");
        assertThat(records().get(0).getString("actor")).isEqualTo(actor);
        assertThat(platform.holds("task-1")).isTrue();
    }

    @Test
    @Tag("B29")
    void b29HalfABodyAndTheEndIsRecordedAsAbortedAndNeverAnswered() {
        try (ErrorLog errors = ErrorLog.open();
                RawConnection connection = RawConnection.open(service.httpPort())) {
            assertThat(connection.send(half()).finish().answersUntilClosed()).isEmpty();
            assertAbortedOnce("unknown");
            assertThat(errors.lines()).isEmpty();
        }
    }

    @Test
    @Tag("B29")
    void b29HalfABodyAndABreakIsRecordedAsAborted() {
        try (ErrorLog errors = ErrorLog.open();
                RawConnection connection = RawConnection.open(service.httpPort())) {
            connection.send(half().replace(HALF, "")).send(HALF).reset();
            assertAbortedOnce("unknown");
            assertThat(errors.lines()).isEmpty();
        }
    }

    @Test
    @Tag("B36")
    void b36AChunkThatIsNoneIsRecordedAsAborted() {
        try (ErrorLog errors = ErrorLog.open();
                RawConnection connection = RawConnection.open(service.httpPort())) {
            String head = task("task-1").with("Transfer-Encoding: chunked").wire();
            assertThat(connection.send(head + "zz\r\n").answersUntilClosed()).isEmpty();
            assertAbortedOnce("unknown");
            assertThat(errors.lines()).isEmpty();
        }
    }

    @Test
    @Tag("B30")
    void b30ABodyThatIsAskedForIsTaken() {
        RawRequest asking = task("task-unknown")
                .with("Content-Type: application/json", "Expect: 100-continue", "Content-Length: 2");
        try (RawConnection connection = RawConnection.open(service.httpPort())) {
            assertThat(connection.send(asking.wire()).answer().status()).isEqualTo(100);
            Answer answer = connection.send("{}").answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().getString("code")).isEqualTo("task_not_found");
        }
        assertThat(records(1)).hasSize(1);
    }

    /** The rest of the body is not read, so nothing after it can be a request. */
    @ParameterizedTest
    @CsvSource({"417, 2, Expect: 200-maybe", "413, 10000000000, Accept: */*"})
    void afterABodyThatIsRefusedByItsHeadTheConnectionEnds(int status, long length, String head) {
        RawRequest refused =
                task("task-unknown").with("Content-Type: application/json", "Content-Length: " + length, head);
        try (RawConnection connection = RawConnection.open(service.httpPort())) {
            assertThat(connection.send(refused.wire()).answer().status()).isEqualTo(status);
            // it is still taken, since a reset could overtake the answer
            connection.send("{".repeat((int) Math.min(length, 1 << 20))
                    + task("task-other").json("{}").wire());
            long answered = System.nanoTime();
            assertThat(connection.answersUntilClosed()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    @Tag("B42")
    void b42RequestsInOneSegmentAreAnsweredInTheirOrder() {
        String all = Stream.of(
                        task("task-a").with("X-Request-Id: first").json("{}"),
                        task("task-b").with("X-Request-Id: second").json("["),
                        task("task-c")
                                .with("X-Request-Id: third", "Connection: close")
                                .json("{}"))
                .map(RawRequest::wire)
                .reduce("", String::concat);
        try (RawConnection connection = RawConnection.open(service.httpPort())) {
            List<Answer> answers = connection.send(all).answersUntilClosed();
            assertThat(answers).extracting(Answer::status).containsExactly(404, 400, 404);
            assertThat(answers)
                    .extracting(answer -> answer.header("X-Request-Id"))
                    .containsExactly("first", "second", "third");
        }
        assertThat(records(3))
                .extracting(record -> record.getString("request_id"))
                .containsExactly("first", "second", "third");
    }

    @Test
    @Tag("B28")
    @Tag("B41")
    void b28AndB41OthersAreAnsweredWhileFifteenHundredClientsDrip() {
        String head = task("task-1")
                .with("Content-Type: application/json", "Content-Length: 4000")
                .wire();
        int port = service.httpPort();
        try (Dripping bodies = Dripping.into(port, 1_000, head, " ");
                Dripping headers = Dripping.into(port, 500, "POST / HTTP/1.1\r\nX: ", "x")) {
            assertSoon(() ->
                    assertThat(service.delete("task-unknown", false).status()).isEqualTo(404));
            assertSoon(() ->
                    assertThat(service.management("/health/live").is(200, "UP")).isTrue());
            assertSoon(() -> assertThat(service.isUp()).isTrue());
            assertThat(bodies.open()).isEqualTo(1_000);
            assertThat(headers.open()).isEqualTo(500);
        }
        until(() -> records().size() == 1_001);
        assertThat(records())
                .filteredOn(record -> "aborted".equals(record.getString("decision")))
                .hasSize(1_000);
        assertThat(platform.holds("task-1")).isTrue();
    }

    private static void assertSoon(Runnable request) {
        long begin = System.nanoTime();
        request.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }
}
