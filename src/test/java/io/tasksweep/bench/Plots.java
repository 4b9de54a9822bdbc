package io.tasksweep.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results as plots, drawn from their JSON alone. */
final class Plots {
    static final String LIMITS = "limits";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 450;

    private Plots() {}

    static void write(Path directory, JsonObject results) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<JsonObject> workloads =
                Tables.objects(results.getJsonArray("workloads")).toList();
        ratios(directory, workloads);
        memory(directory, workloads);
        growth(directory, Growth.groups(results));
        for (JsonObject workload : workloads) {
            if (workload.getString("id").equals("W5")) {
                tail(directory, workload);
            }
        }
    }

    /** Below 1 the service is the faster one. */
    private static void ratios(Path directory, List<JsonObject> workloads) throws IOException {
        List<String> names = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (JsonObject workload : workloads) {
            JsonObject service = Growth.service(workload);
            Tables.objects(workload.getJsonArray("rows")).skip(1).forEach(peer -> {
                names.add(workload.getString("id") + " " + peer.getString("contestant"));
                ratios.add(service.getDouble("median_ms") / peer.getDouble("median_ms"));
            });
        }
        if (!names.isEmpty()) {
            CategoryChart chart = bars("The service's time ÷ the peer's (medians)", "ratio");
            chart.getStyler().setLegendVisible(false);
            chart.addSeries("ratio", names, ratios);
            save(chart, directory, "ratios");
        }
    }

    private static void memory(Path directory, List<JsonObject> workloads) throws IOException {
        CategoryChart chart = bars("Resident memory of the service at most", "MiB");
        List<String> names =
                workloads.stream().map(workload -> workload.getString("id")).toList();
        for (String launch : launches(workloads)) {
            chart.addSeries(
                    launch,
                    names,
                    workloads.stream().map(workload -> peak(workload, launch)).toList());
        }
        if (!workloads.isEmpty()) {
            save(chart, directory, "memory");
        }
    }

    private static List<String> launches(List<JsonObject> workloads) {
        return workloads.stream()
                .flatMap(workload -> Tables.objects(workload.getJsonArray("service")))
                .map(Tables::launch)
                .distinct()
                .toList();
    }

    /** In MiB; 0 if it was not measured. */
    private static long peak(JsonObject workload, String launch) {
        return Tables.objects(workload.getJsonArray("service"))
                .filter(footprint -> Tables.launch(footprint).equals(launch))
                .mapToLong(footprint -> footprint.getLong("peak_mib"))
                .max()
                .orElse(0);
    }

    private static void growth(Path directory, Map<String, List<JsonObject>> groups) throws IOException {
        XYChart chart = lines("Growth of time with size", "size, ÷ the smallest", "median, s");
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        groups.forEach((name, sizes) -> chart.addSeries(
                name,
                sizes.stream().map(Growth::factor).toList(),
                sizes.stream()
                        .map(size -> Growth.service(size).getDouble("median_ms") / 1_000)
                        .toList()));
        if (!groups.isEmpty()) {
            save(chart, directory, "growth");
        }
    }

    /** How many of a hundred took at most how long. */
    private static void tail(Path directory, JsonObject workload) throws IOException {
        XYChart chart =
                lines(workload.getString("id") + ": " + workload.getString("title"), "of a hundred", "at most, ms");
        chart.getStyler().setYAxisLogarithmic(true);
        Tables.objects(workload.getJsonArray("rows")).forEach(row -> {
            List<Double> sorted = row.getJsonArray("samples_ms").stream()
                    .map(sample -> ((Number) sample).doubleValue())
                    .sorted()
                    .toList();
            List<Double> parts = new ArrayList<>();
            for (int index = 1; index <= sorted.size(); index++) {
                parts.add(100.0 * index / sorted.size());
            }
            chart.addSeries(row.getString("contestant"), parts, sorted);
        });
        save(chart, directory, "tail");
    }

    /** Each setting with the workload that it bears on. */
    static void limits(Path directory, JsonArray points) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = lines("What a limit does to the time", "value of the setting", "median ÷ the smallest median");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        Map<String, List<JsonObject>> curves = Tables.objects(points)
                .collect(Collectors.groupingBy(
                        point -> point.getString("setting") + ", " + point.getString("workload"),
                        TreeMap::new,
                        Collectors.toList()));
        curves.forEach((name, curve) -> {
            double least = curve.stream()
                    .mapToDouble(point -> point.getDouble("median_ms"))
                    .min()
                    .orElseThrow();
            chart.addSeries(
                    name,
                    curve.stream().map(point -> point.getInteger("value")).toList(),
                    curve.stream()
                            .map(point -> point.getDouble("median_ms") / least)
                            .toList());
        });
        save(chart, directory, LIMITS);
    }

    private static CategoryChart bars(String title, String unit) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        return chart;
    }

    private static XYChart lines(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        chart.getStyler().setMarkerSize(4);
        return chart;
    }

    /** Pixels: what XChart draws vectors with is under another sort of licence. */
    private static void save(Chart<?, ?> chart, Path directory, String name) throws IOException {
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        BitmapEncoder.saveBitmap(chart, directory.resolve(name + ".png").toString(), BitmapFormat.PNG);
    }
}
