package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.ErrorLog;
import io.tasksweep.testing.RawConnection;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random bytes as request, as body and as token: no error of ours, no line in the log that says so, and nothing changed. */
class FuzzTest {
    private static final long SEED = 20_261_125;
    private static final int INPUTS = 3_000;
    /** Versions of HTTP that nobody speaks are answered with 501 or 505. */
    private static final Set<Integer> OURS = Set.of(500, 502, 503, 504);

    @Test
    void noInputIsAnErrorOfOurs() {
        fuzz(SEED, INPUTS);
    }

    static void fuzz(long seed, int inputs) {
        RandomInputs random = new RandomInputs(seed);
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of());
                ErrorLog errors = ErrorLog.open()) {
            platform.task("task-1", "pending", "SUCCESS");
            SortedMap<String, String> before = platform.snapshot();
            int each = inputs / 3;
            assertMost(each, alone(service.httpPort(), each, random::request));
            assertMost(each, inARow(service.httpPort(), each, random::withBody));
            assertMost(each, inARow(service.httpPort(), each, random::withToken));
            assertThat(errors.lines()).isEmpty();
            assertThat(service.metrics()).doesNotContain("internal_error");
            assertThat(platform.snapshot()).isEqualTo(before);
        }
    }

    /** Whoever answers nothing does no harm either. Some inputs end before there is anything to answer. */
    private static void assertMost(int inputs, int answered) {
        assertThat(answered).as("answers with a status").isGreaterThan(inputs / 2);
    }

    /** Each on a connection of its own, whose end says that nothing more comes. Returns how many were answered. */
    private static int alone(int port, int inputs, Supplier<String> input) {
        int answered = 0;
        for (int each = 0; each < inputs; each++) {
            String bytes = input.get();
            try (RawConnection connection = RawConnection.open(port)) {
                int status = connection.trySend(bytes)
                        ? connection.tryFinish().answer().status()
                        : 0;
                assertHarmless(status, bytes);
                answered += status == 0 ? 0 : 1;
            }
        }
        return answered;
    }

    private static int inARow(int port, int inputs, Supplier<String> input) {
        int answered = 0;
        RawConnection connection = RawConnection.open(port);
        for (int each = 0; each < inputs; each++) {
            String bytes = input.get();
            int status = connection.trySend(bytes) ? connection.answer().status() : 0;
            assertHarmless(status, bytes);
            answered += status == 0 ? 0 : 1;
            if (status == 0 || status == 400 || status == 413 || status == 431) { // it may have been closed
                connection.close();
                connection = RawConnection.open(port);
            }
        }
        connection.close();
        return answered;
    }

    private static void assertHarmless(int status, String input) {
        assertThat(OURS).as(input).doesNotContain(status);
    }
}
