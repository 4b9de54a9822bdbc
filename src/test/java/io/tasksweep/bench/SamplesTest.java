package io.tasksweep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static Samples of(int... millis) {
        return new Samples(IntStream.of(millis).mapToObj(Duration::ofMillis).toList());
    }

    @Test
    void theMedianIsTheOneInTheMiddleOrTheMeanOfTwo() {
        assertThat(of(9, 1, 5).median()).isEqualTo(Duration.ofMillis(5));
        assertThat(of(4, 1, 9, 2).median()).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void aPercentileIsAlwaysOneThatWasMeasured() {
        Samples twenty = of(IntStream.rangeClosed(1, 20).toArray());
        assertThat(twenty.percentile(95)).isEqualTo(Duration.ofMillis(19));
        assertThat(twenty.percentile(99)).isEqualTo(Duration.ofMillis(20));
        assertThat(twenty.best()).isEqualTo(Duration.ofMillis(1));
        assertThat(of(7).percentile(99)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void nothingMeasuredIsNoSample() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Samples(List.of()));
    }
}
