package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Dripping;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections than there may be: those that ask nothing go, and whoever asks is served. */
class FloodTest {
    private static final int MOST = 50;
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Asks for more than the other side's buffers hold. */
    private static final String LONG_ANSWERS =
            RawRequest.to("GET", "/openapi.yaml").keptAlive().wire().repeat(100);

    private final ListeningApi api = new ListeningApi(new RequestTimeouts(LONG, LONG, LONG), MOST, instances());

    /** How many servers share the port. */
    int instances() {
        return 1;
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static RawRequest task() {
        return RawRequest.deletion("task-1");
    }

    @Test
    void silentHeadsAndDrippingBodiesAreDrivenOutByWhoAsks() {
        String head = task().keptAlive().with("Content-Length: 4000").wire();
        try (Dripping bodies = Dripping.into(api.port(), 300, head, " ");
                Dripping heads = Dripping.into(api.port(), 300, "POST / HTTP/1.1\r\nX: ", "x")) {
            for (int i = 0; i < 20; i++) {
                assertThat(RawHttp.ask(api.port(), task()).status()).isEqualTo(503);
            }
            until(() -> bodies.open() + heads.open() <= MOST);
        }
    }

    /** In that rhythm some event loops get the silent ones, and another one those that ask. */
    @Test
    void whoAsksIsServedWhicheverEventLoopHasTheSilentOnes() {
        List<RawConnection> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                IntStream.range(0, 3).forEach(one -> silent.add(RawConnection.open(api.port())));
                assertThat(RawHttp.ask(api.port(), task()).status())
                        .as("number " + i)
                        .isEqualTo(503);
            }
        } finally {
            silent.forEach(RawConnection::close);
        }
    }

    /** The oldest that is idle goes, not the one that has had no time to ask. */
    @Test
    void whoComesLastIsServedWhereAllOthersHaveAskedAndAreIdle() {
        List<RawConnection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                idle.add(RawConnection.open(api.port()).send(task().keptAlive().wire()));
                assertThat(idle.get(i).answer().status()).isEqualTo(503);
            }
            for (int i = 0; i < 5; i++) {
                idle.add(RawConnection.open(api.port()));
                assertThat(idle.get(i).answersUntilClosed()).isEmpty();
                assertThat(idle.get(MOST + i)
                                .send(task().keptAlive().wire())
                                .answer()
                                .status())
                        .isEqualTo(503);
            }
        } finally {
            idle.forEach(RawConnection::close);
        }
    }

    /** They take no answer, which is no better than to send no request. */
    @Test
    void whoAsksIsServedWhereOthersReadNothing() {
        List<RawConnection> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                deaf.add(RawConnection.deaf(api.port(), LONG_ANSWERS));
            }
            until(this::isServed);
            assertThat(Stream.generate(this::isServed).limit(10)).containsOnly(true);
        } finally {
            deaf.forEach(RawConnection::close);
        }
    }

    private boolean isServed() {
        try (RawConnection one = RawConnection.open(api.port())) {
            return one.trySend(task().wire()) && one.answer().status() == 503;
        }
    }

    @Test
    void whoHasAskedBeforeStaysWhereOthersAskNothing() {
        try (RawConnection asked = RawConnection.open(api.port())) {
            asked.send(task().keptAlive().wire());
            assertThat(asked.answer().status()).isEqualTo(503);
            try (Dripping silent = Dripping.into(api.port(), 200, "P", "O")) {
                until(() -> silent.open() < MOST);
            }
            asked.send(task().wire());
            assertThat(asked.answer().status()).isEqualTo(503);
        }
    }

    @Test
    void whoIsBeingAnsweredStays() {
        try (RawConnection waiting = RawConnection.open(api.port())) {
            api.answerNothing();
            waiting.send(task().wire());
            until(() -> api.asked() == 1);
            try (Dripping silent = Dripping.into(api.port(), 200, "P", "O")) {
                until(() -> silent.open() < MOST);
            }
            api.answer();
            assertThat(waiting.answer().status()).isEqualTo(200);
        }
    }
}
