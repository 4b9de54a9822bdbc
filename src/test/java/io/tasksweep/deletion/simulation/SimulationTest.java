package io.tasksweep.deletion.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything at once, for many seeds. One of them again: {@code mvn -Dtest=SimulationTest -Dsimulation.seed=7 test}; more of them:
 * {@code -Dsimulation.seeds=50000}.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

    @Test
    @Tag("I04")
    @Tag("I05")
    @Tag("I06")
    @Tag("I07")
    @Tag("I08")
    @Tag("I09")
    @Tag("I11")
    @Tag("I14")
    @Tag("I15")
    @Tag("I16")
    @Tag("F34")
    @Tag("F56")
    @Tag("F57")
    void whateverGoesWrongWhatMustHoldHolds() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            new Simulation(one).run().trace().forEach(System.out::println);
            return;
        }
        Simulation.Tally tally = Simulation.many(0, SEEDS);
        assertThat(tally.seeds()).isEqualTo(SEEDS);
        assertThat(tally.requests()).isGreaterThan(4L * SEEDS);
        assertThat(tally.newTasks()).isGreaterThan(SEEDS / 2);
        assertThat(tally.faults()).isGreaterThan(SEEDS);
        assertThat(tally.deaths()).isGreaterThan(SEEDS / 4);
    }

    /** Seeds that once showed a fault, of what is tried or of what tries it, which those of above do not. */
    @ParameterizedTest
    @ValueSource(longs = {1_795_860_245_999_451L, 1_000_078_449L, 8_000_054_629L})
    @Tag("F34")
    @Tag("F56")
    void whatHasBeenMendedStaysSo(long seed) {
        assertThat(new Simulation(seed).run().trace()).isNotEmpty();
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(new Simulation(seed).run().trace())
                    .isNotEmpty()
                    .isEqualTo(new Simulation(seed).run().trace());
        }
    }
}
