package io.tasksweep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.bench.Outcome.Footprint;
import io.tasksweep.bench.Outcome.Row;
import io.tasksweep.bench.Workload.Crowd;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static Row row(String contestant, int... millis) {
        return new Row(
                contestant,
                new Samples(IntStream.of(millis).mapToObj(Duration::ofMillis).toList()),
                null);
    }

    private static JsonObject outcome(List<Row> rows, List<String> missing) {
        Workload workload = new Workload("W9", "nothing much", Shape.TINY, Crowd.ALONE, 2, List.of());
        List<Footprint> footprints = List.of(new Footprint("", 120, 2, Duration.ZERO));
        return new Outcome(workload, Instant.EPOCH, "0.1 → 0.2", rows, footprints, missing, "").json();
    }

    @Test
    void aRatioIsTheServicesPartOfThePeersTime() {
        String table = Tables.workload(outcome(List.of(row("service", 10, 30), row("rm -rf", 40, 60)), List.of()));
        assertThat(table)
                .contains("| service | 10 ms | 20 ms |  |  |")
                .contains("| rm -rf | 40 ms | 50 ms | 0.40 | 0.25 |")
                .contains("at most 120 MiB with the jar's own defaults");
    }

    @Test
    void aPeerThatIsNotThereIsNamedAndHasNoFigure() {
        String table =
                Tables.workload(outcome(List.of(row("service", 10)), List.of("rclone purge: not installed here")));
        assertThat(table).contains("Not measured: rclone purge: not installed here.");
    }
}
