package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.testing.Dripping;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** B28 and B41 with short limits: who never ends what they say is cut off, however steadily they go on. */
class SlowClientsTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final int MANY = 10_000;

    /** More answers than the other side's buffers hold, and fewer than Netty takes in a row. */
    private static final int MUCH = 100;

    private @Nullable ListeningApi api;

    @AfterEach
    void close() {
        if (api != null) {
            api.close();
        }
    }

    private int listening(RequestTimeouts timeouts) {
        ListeningApi opened = new ListeningApi(timeouts, MANY);
        api = opened;
        return opened.port();
    }

    private List<AuditEntry> records() {
        return api == null ? List.of() : api.records();
    }

    private static RawRequest task() {
        return RawRequest.deletion("task-1").keptAlive();
    }

    @Test
    @Tag("B28")
    void b28ABodyThatDripsIsCutAsAWholeAndRecordedOnce() {
        int port = listening(new RequestTimeouts(LONG, SHORT, LONG));
        String head = task().with("Content-Type: application/json", "Content-Length: 4000")
                .wire();
        try (Dripping clients = Dripping.into(port, 20, head, " ")) {
            await(clients.allCut());
        }
        until(() -> records().size() == 20);
        assertThat(records()).hasSize(20).allMatch(record -> record.decision().equals(Decision.ABORTED));
    }

    @Test
    @Tag("B28")
    void b28ChunksThatNeverEndAreCut() {
        int port = listening(new RequestTimeouts(LONG, SHORT, LONG));
        String head = task().with("Transfer-Encoding: chunked").wire();
        try (Dripping clients = Dripping.into(port, 20, head, "1\r\n \r\n")) {
            await(clients.allCut());
        }
        until(() -> records().size() == 20);
        assertThat(records()).hasSize(20).allMatch(record -> record.decision().equals(Decision.ABORTED));
    }

    @Test
    @Tag("B28")
    void b28ABodyThatGoesOnAfterItsRefusalIsCutToo() {
        int port = listening(new RequestTimeouts(LONG, SHORT, LONG));
        String head = RawRequest.to("POST", "/elsewhere")
                .keptAlive()
                .with("Content-Length: 4000")
                .wire();
        try (Dripping clients = Dripping.into(port, 20, head, " ")) {
            await(clients.allCut());
        }
    }

    @Test
    @Tag("B41")
    void b41HeadersThatDripAreCutAndNothingIsRecorded() {
        int port = listening(new RequestTimeouts(SHORT, LONG, LONG));
        try (Dripping clients = Dripping.into(port, 500, "POST /v1/tasks/task-1/delete HTTP/1.1\r\nX: ", "x")) {
            await(clients.allCut());
        }
        assertThat(records()).isEmpty();
    }

    @Test
    @Tag("B41")
    void b41WhoSaysNothingAtAllIsCut() {
        int port = listening(new RequestTimeouts(SHORT, LONG, LONG));
        try (RawConnection silent = RawConnection.open(port)) {
            assertThat(silent.answersUntilClosed()).isEmpty();
        }
    }

    @Test
    @Tag("B41")
    void b41TheNextRequestOfAConnectionMayNotDripEither() {
        int port = listening(new RequestTimeouts(LONG, LONG, SHORT));
        try (Dripping clients = Dripping.into(port, 20, task().wire() + "POST /", "x")) {
            await(clients.allCut());
        }
        until(() -> records().size() == 20);
        assertThat(records())
                .hasSize(20)
                .allMatch(record -> record.decision().label().equals("shutting_down"));
    }

    @Test
    @Tag("B41")
    void b41WhoTakesNoAnswerIsCut() {
        int port = listening(new RequestTimeouts(LONG, SHORT, LONG));
        try (RawConnection deaf = RawConnection.deaf(port, asked(MUCH, 0))) {
            until(() -> !deaf.trySend("x"));
        }
    }

    /** However little is left of the answers that the other side's buffers do not hold, some of these clients do not take it. */
    @Test
    @Tag("B41")
    void b41WhoTakesNotAllOfTheAnswersIsCutToo() {
        int port = listening(new RequestTimeouts(LONG, SHORT, SHORT));
        List<RawConnection> deaf = new ArrayList<>();
        try {
            for (int some = 40; some < 52; some++) { // the first that do not fit into 2.3 MB
                for (int little = 0; little < 100; little += 25) {
                    deaf.add(RawConnection.deaf(port, asked(some, little)));
                }
            }
            until(() -> deaf.stream().noneMatch(one -> one.trySend("x")));
        } finally {
            deaf.forEach(RawConnection::close);
        }
    }

    private static String asked(int longAnswers, int shortAnswers) {
        return RawRequest.to("GET", "/openapi.yaml").keptAlive().wire().repeat(longAnswers)
                + RawRequest.to("GET", "/nowhere").keptAlive().wire().repeat(shortAnswers);
    }

    /** The limit is not for the time between two answers. */
    @Test
    void whoHasTakenTheAnswerMayStay() {
        int port = listening(new RequestTimeouts(LONG, SHORT, LONG));
        try (RawConnection one = RawConnection.open(port);
                RawConnection late = RawConnection.open(port)) {
            assertThat(one.send(task().wire()).answer().status()).isEqualTo(503);
            assertThat(late.send(task().with("Content-Length: 1").wire()).answersUntilClosed())
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(one.send(task().wire()).answer().status()).isEqualTo(503);
        }
    }

    @Test
    void aConnectionServesOneRequestAfterAnother() {
        int port = listening(new RequestTimeouts(LONG, LONG, LONG));
        try (RawConnection connection = RawConnection.open(port)) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(task().json("{}").wire()).answer().status())
                        .isEqualTo(503);
            }
        }
    }
}
