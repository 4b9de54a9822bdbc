package io.tasksweep.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code .ci/bench-limits}: measures how the limits of each store affect the time, so their defaults need not be guessed. */
public final class Limits {
    private static final List<Curve> CURVES = List.of(
            new Curve("files.walkers", List.of(0, 1, 2, 4, 8), "W2"),
            new Curve("files.threads", List.of(1, 2, 4, 8), "W6"),
            new Curve("minio.threads", List.of(1, 2, 4, 8, 16), "W6"));

    private Limits() {}

    /** @param workload the one that the setting bears on most */
    private record Curve(String setting, List<Integer> values, String workload) {}

    /** @throws IllegalStateException if anything was not deleted */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = Options.fromProperties();
        JsonArray points = new JsonArray();
        for (Curve curve : CURVES) {
            for (int value : curve.values()) {
                points.add(point(options, curve, value));
            }
        }
        String table = table(points);
        System.out.println("\n" + table);
        Files.createDirectories(Bench.OUT);
        Plots.limits(Bench.OUT, points);
        if (options.write()) {
            Pages.limits(table, points);
        }
    }

    private static JsonObject point(Options options, Curve curve, int value) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        Options alone = options.alone(curve.workload(), curve.setting(), value);
        JsonObject results = Bench.run(alone, Workloads.of(alone), failed);
        if (!failed.isEmpty()) {
            throw new IllegalStateException(curve.setting() + "=" + value + ": " + String.join("; ", failed));
        }
        JsonObject workload = results.getJsonArray("workloads").getJsonObject(0);
        JsonObject service = Growth.service(workload);
        return new JsonObject()
                .put("setting", curve.setting())
                .put("value", value)
                .put("workload", curve.workload())
                .put("best_ms", service.getDouble("best_ms"))
                .put("median_ms", service.getDouble("median_ms"))
                .put(
                        "peak_mib",
                        workload.getJsonArray("service").getJsonObject(0).getLong("peak_mib"))
                .put("load", workload.getString("load"));
    }

    private static String table(JsonArray points) {
        List<String> head = List.of("setting", "value", "workload", "best", "median", "peak memory", "load");
        Stream<List<String>> rows = Tables.objects(points)
                .map(point -> List.of(
                        "`" + point.getString("setting") + "`",
                        point.getInteger("value").toString(),
                        point.getString("workload"),
                        Tables.time(point, "best_ms"),
                        Tables.time(point, "median_ms"),
                        point.getLong("peak_mib") + " MiB",
                        point.getString("load")));
        return Stream.concat(Stream.of(head, head.stream().map(column -> "---").toList()), rows)
                .map(Tables::line)
                .collect(Collectors.joining());
    }
}
