package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections so many descriptors, and so much heap, permit. */
@Tag("F58")
class ConnectionLimitTest {
    @ParameterizedTest(name = "{0} descriptors: {1} connections")
    @CsvSource({
        "1, 1",
        "64, 16",
        "256, 70",
        "340, 154",
        "372, 186",
        "1024, 512",
        "8192, 4096",
        "9223372036854775807, 4096"
    })
    void theStoresAreLeftWhatTheyNeed(long descriptors, int connections) {
        assertThat(Connections.most(descriptors)).isEqualTo(connections);
    }

    /** As long as proxies are told, however short deletions are. */
    @ParameterizedTest
    @CsvSource({"1, 75", "75, 75", "76, 76", "3600, 3600"})
    void anUnusedConnectionIsKeptLongEnough(int answerSeconds, int pauseSeconds) {
        assertThat(HttpVerticle.longestPause(Duration.ofSeconds(answerSeconds)))
                .isEqualTo(Duration.ofSeconds(pauseSeconds));
    }

    @ParameterizedTest(name = "{0} MiB of heap, bodies of {1} bytes: {2} connections")
    @CsvSource({"60, 4096, 451", "60, 1048576, 28", "1, 4096, 7", "600, 4096, 4096"})
    void halfOfTheHeapIsLeftToTheRest(int heapMebibytes, int bodyBytes, int connections) {
        assertThat(Connections.mostIn((long) heapMebibytes << 20, bodyBytes)).isEqualTo(connections);
    }
}
