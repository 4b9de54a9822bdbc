package io.tasksweep.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one workload. All tables and plots are made from its JSON.
 *
 * @param load of the machine, before and after
 * @param missing peers that could not be run, and why
 * @param objects the tool with which the native peers deleted objects; empty if there are no such peers
 */
record Outcome(
        Workload workload,
        Instant at,
        String load,
        List<Row> rows,
        List<Footprint> footprints,
        List<String> missing,
        String objects) {

    /** @param worstPing the longest that another client of Redis has waited; null if nobody asked */
    record Row(String contestant, Samples samples, @Nullable Duration worstPing) {
        JsonObject json() {
            JsonObject json = new JsonObject()
                    .put("contestant", contestant)
                    .put(
                            "samples_ms",
                            new JsonArray(
                                    samples.all().stream().map(Outcome::millis).toList()))
                    .put("best_ms", millis(samples.best()))
                    .put("median_ms", millis(samples.median()))
                    .put("p95_ms", millis(samples.percentile(95)))
                    .put("p99_ms", millis(samples.percentile(99)));
            return worstPing == null ? json : json.put("worst_ping_ms", millis(worstPing));
        }
    }

    /**
     * The most memory that the service has had resident (VmHWM).
     *
     * @param jvm its options; empty: the jar's own defaults
     * @param took zero if the rows tell it
     */
    record Footprint(String jvm, long peakMebibytes, int samples, Duration took) {
        JsonObject json() {
            return new JsonObject()
                    .put("jvm", jvm)
                    .put("peak_mib", peakMebibytes)
                    .put("samples", samples)
                    .put("took_ms", millis(took));
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", workload.id())
                .put("title", workload.title())
                .put("at", at.toString())
                .put("load", load)
                .put("rows", new JsonArray(rows.stream().map(Row::json).toList()))
                .put(
                        "service",
                        new JsonArray(footprints.stream().map(Footprint::json).toList()))
                .put("missing", new JsonArray(missing))
                .put("objects_by", objects);
    }

    /** To the microsecond. */
    static double millis(Duration time) {
        return Math.round(time.toNanos() / 1_000.0) / 1_000.0;
    }
}
