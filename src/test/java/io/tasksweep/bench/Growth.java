package io.tasksweep.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the cost of the same work grows with its size. */
final class Growth {
    private static final Pattern SIZED = Pattern.compile("(.+)-(\\d+)x");

    private Growth() {}

    static boolean isPart(JsonObject workload) {
        return SIZED.matcher(workload.getString("id")).matches();
    }

    /** The sizes of each, smallest first. */
    static Map<String, List<JsonObject>> groups(JsonObject results) {
        return Tables.objects(results.getJsonArray("workloads"))
                .filter(Growth::isPart)
                .sorted(Comparator.comparingInt(Growth::factor))
                .collect(Collectors.groupingBy(Growth::name, TreeMap::new, Collectors.toList()));
    }

    static int factor(JsonObject workload) {
        return Integer.parseInt(part(workload, 2));
    }

    private static String name(JsonObject workload) {
        return part(workload, 1);
    }

    private static String part(JsonObject workload, int group) {
        Matcher sized = SIZED.matcher(workload.getString("id"));
        if (!sized.matches()) {
            throw new IllegalArgumentException(workload.getString("id"));
        }
        return sized.group(group);
    }

    static Stream<String> tables(JsonObject results) {
        return groups(results).entrySet().stream().map(group -> table(group.getKey(), group.getValue()));
    }

    private static String table(String name, List<JsonObject> sizes) {
        StringBuilder text = new StringBuilder("### " + name + ": growth\n\n");
        List<String> head = new ArrayList<>(List.of("data", "best", "median", "medians, ÷ the smallest"));
        footprints(sizes.get(0)).forEach(footprint -> head.add("peak memory " + Tables.launch(footprint)));
        head.add("peaks, ÷ the smallest");
        text.append(Tables.line(head))
                .append(Tables.line(head.stream().map(column -> "---").toList()));
        sizes.forEach(size -> text.append(Tables.line(row(size, sizes.get(0)))));
        int rounds = service(sizes.get(0)).getJsonArray("samples_ms").size();
        return text + "\n" + rounds + (rounds == 1 ? " round" : " rounds") + " of each · load "
                + sizes.stream().map(size -> size.getString("load")).collect(Collectors.joining(", ")) + "\n";
    }

    private static List<String> row(JsonObject size, JsonObject smallest) {
        JsonObject service = service(size);
        List<String> cells = new ArrayList<>(List.of(
                size.getString("title"),
                Tables.time(service, "best_ms"),
                Tables.time(service, "median_ms"),
                Tables.ratio(service, service(smallest), "median_ms")));
        footprints(size).forEach(footprint -> cells.add(footprint.getLong("peak_mib") + " MiB"));
        List<JsonObject> first = footprints(smallest);
        List<JsonObject> own = footprints(size);
        cells.add(Stream.iterate(0, index -> index + 1)
                .limit(own.size())
                .map(index -> Tables.ratio(own.get(index), first.get(index), "peak_mib"))
                .collect(Collectors.joining(", ")));
        return cells;
    }

    static JsonObject service(JsonObject workload) {
        return workload.getJsonArray("rows").getJsonObject(0);
    }

    private static List<JsonObject> footprints(JsonObject workload) {
        return Tables.objects(workload.getJsonArray("service")).toList();
    }
}
