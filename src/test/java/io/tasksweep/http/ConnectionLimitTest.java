package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections so many descriptors permit. */
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
}
