package io.tasksweep.bench;

import io.tasksweep.testing.Launch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results as Markdown tables, made from their JSON alone: no figure is written by hand. */
final class Tables {
    private static final int ENOUGH_FOR_A_TAIL = 20;
    private static final String MACHINE =
            "The machine: %d cores, %d MiB, %s, %s. Share: **%s**. S3: %s. A shell that does nothing takes %s. %s.\n";

    private Tables() {}

    /** All of it. */
    static String all(JsonObject results) {
        Stream<String> workloads = objects(results.getJsonArray("workloads"))
                .filter(workload -> !Growth.isPart(workload))
                .map(Tables::workload);
        return Stream.of(
                        Stream.of(machine(results.getJsonObject("machine"))),
                        workloads,
                        Growth.tables(results),
                        Stream.of(memory(results)))
                .flatMap(part -> part)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static String machine(JsonObject machine) {
        JsonObject versions = machine.getJsonObject("versions");
        String tools = versions.fieldNames().stream()
                .map(name -> "`" + name + "`: " + versions.getString(name))
                .collect(Collectors.joining("; "));
        return MACHINE.formatted(
                machine.getInteger("cores"),
                machine.getInteger("memory_mib"),
                machine.getString("kernel"),
                machine.getString("jdk"),
                machine.getString("file_system"),
                machine.getString("s3"),
                time(machine, "process_start_ms"),
                tools);
    }

    /** One workload: who took how long, and the service's part of it. */
    static String workload(JsonObject workload) {
        List<JsonObject> rows = objects(workload.getJsonArray("rows")).toList();
        JsonObject service = rows.get(0);
        int samples = service.getJsonArray("samples_ms").size();
        boolean tail = samples >= ENOUGH_FOR_A_TAIL;
        boolean pings = service.containsKey("worst_ping_ms");
        StringBuilder text =
                new StringBuilder("### " + workload.getString("id") + ": " + workload.getString("title") + "\n\n");
        List<String> head = new ArrayList<>(List.of("contestant", "best", "median"));
        head.addAll(tail ? List.of("P95", "P99") : List.of());
        head.addAll(List.of("service ÷ it, medians", "bests"));
        head.addAll(tail ? List.of("P99s") : List.of());
        head.addAll(pings ? List.of("worst PING") : List.of());
        text.append(line(head)).append(line(head.stream().map(column -> "---").toList()));
        rows.forEach(row -> text.append(line(row(row, service, tail, pings))));
        workload.getJsonArray("missing").forEach(missing -> text.append("\nNot measured: " + missing + ".\n"));
        return text + "\n" + samples + (samples == 1 ? " round" : " rounds") + notes(workload) + "\n";
    }

    private static List<String> row(JsonObject row, JsonObject service, boolean tail, boolean pings) {
        boolean own = row.getString("contestant").equals(ServiceContestant.NAME);
        List<String> cells =
                new ArrayList<>(List.of(row.getString("contestant"), time(row, "best_ms"), time(row, "median_ms")));
        cells.addAll(tail ? List.of(time(row, "p95_ms"), time(row, "p99_ms")) : List.of());
        cells.addAll(own ? List.of("", "") : List.of(ratio(service, row, "median_ms"), ratio(service, row, "best_ms")));
        if (tail) {
            cells.add(own ? "" : ratio(service, row, "p99_ms"));
        }
        if (pings) {
            cells.add(row.containsKey("worst_ping_ms") ? time(row, "worst_ping_ms") : "");
        }
        return cells;
    }

    private static String notes(JsonObject workload) {
        String memory =
                objects(workload.getJsonArray("service")).map(Tables::footprint).collect(Collectors.joining(", "));
        String objectsBy = workload.getString("objects_by");
        return " · load " + workload.getString("load") + " · service: at most " + memory
                + (objectsBy.isEmpty() ? "" : " · native: objects by " + objectsBy + ", the faster one here");
    }

    private static String footprint(JsonObject footprint) {
        double took = footprint.getDouble("took_ms");
        return footprint.getLong("peak_mib") + " MiB " + launch(footprint)
                + (took > 0 ? " (not warmed; its one round took " + time(took) + ")" : "");
    }

    /** How the JVM was started. */
    static String launch(JsonObject footprint) {
        String jvm = footprint.getString("jvm");
        if (jvm.equals(String.join(" ", Launch.INSTALLED))) {
            return "as the unit starts it";
        }
        return jvm.isEmpty() ? "with the jar's own defaults" : "with " + jvm;
    }

    private static String memory(JsonObject results) {
        Map<String, Long> most = objects(results.getJsonArray("workloads"))
                .flatMap(workload -> objects(workload.getJsonArray("service")))
                .collect(Collectors.toMap(
                        Tables::launch, footprint -> footprint.getLong("peak_mib"), Math::max, TreeMap::new));
        return most.isEmpty()
                ? ""
                : most.entrySet().stream()
                        .map(peak -> peak.getValue() + " MiB " + peak.getKey())
                        .collect(Collectors.joining(
                                ", ", "The most memory that the service has had resident in any workload: ", ".\n"));
    }

    static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    static String time(JsonObject row, String field) {
        return time(row.getDouble(field));
    }

    static String time(double millis) {
        return millis >= 1_000
                ? String.format(Locale.ROOT, "%.2f s", millis / 1_000)
                : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    static String ratio(JsonObject part, JsonObject of, String field) {
        return String.format(Locale.ROOT, "%.2f", part.getDouble(field) / of.getDouble(field));
    }
}
