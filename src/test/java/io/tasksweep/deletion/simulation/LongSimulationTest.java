package io.tasksweep.deletion.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same as {@link SimulationTest} for seeds that no other run has seen. */
@Tag("faults")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LongSimulationTest {
    @Test
    void seedsThatNobodyHasTriedYetHoldToo() {
        int seeds = Integer.getInteger("simulation.seeds", 50_000);
        long first = System.currentTimeMillis() * 1_000;
        assertThat(Simulation.many(first, seeds).seeds()).isEqualTo(seeds);
    }
}
