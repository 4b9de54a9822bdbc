package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The same races, all rounds of them. */
@Tag("faults")
class LongRacesTest extends RacesTest {
    @Override
    Duration longest() {
        return Duration.ofMinutes(5);
    }

    @Override
    void rounds(int made) {
        assertThat(made).isEqualTo(ROUNDS);
    }
}
