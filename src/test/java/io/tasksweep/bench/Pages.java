package io.tasksweep.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the results to files and into the documents. */
final class Pages {
    private static final Path DOCUMENTS = Path.of("docs", "performance");
    private static final Path PAGE = Path.of("docs", "performance.md");
    private static final Path REFERENCE = Path.of("docs", "technical", "reference");
    private static final Path SPECIFICATION = Path.of("specs", "003-delete-task-data");
    private static final List<Path> QUOTE = List.of(
            REFERENCE.resolve("SINGLE_TASK_API_REFERENCE.md"),
            REFERENCE.resolve("SINGLE_TASK_API_REFERENCE.zh-CN.md"),
            SPECIFICATION.resolve("quickstart.md"),
            SPECIFICATION.resolve("quickstart.zh-CN.md"));
    /** The command of the whole benchmark. */
    static final String BENCH = ".ci/bench";

    private static final String END = "<!-- end of what was measured -->";

    private Pages() {}

    /** JSON, tables and plots into that directory. */
    static void write(Path directory, JsonObject results) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.json"), results.encodePrettily() + "\n");
        Files.writeString(directory.resolve("tables.md"), Tables.all(results));
        Plots.write(directory, results);
        System.out.println("\nwritten: " + directory.resolve("results.json") + ", tables.md, plots");
    }

    /**
     * Into the documents: what has not been measured now stays as it was, if the machine is the same. Only the whole benchmark has plots.
     */
    static void publish(String command, JsonObject results) throws IOException {
        boolean whole = command.equals(BENCH);
        Path file = DOCUMENTS.resolve(command.replace(BENCH, "results") + ".json");
        JsonObject all = joined(file, results);
        Files.createDirectories(DOCUMENTS);
        Files.writeString(file, all.encodePrettily() + "\n");
        if (whole) {
            Plots.write(DOCUMENTS, all);
        }
        replace(PAGE, command, "\n\n" + Tables.all(all) + "\n" + (whole ? pictures() : ""));
    }

    private static String pictures() throws IOException {
        try (Stream<Path> files = Files.list(DOCUMENTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png") && !name.equals(Plots.LIMITS + ".png"))
                    .sorted()
                    .map(name -> "![" + name.replace(".png", "") + "](performance/" + name + ")\n\n")
                    .collect(Collectors.joining());
        }
    }

    static void limits(String table, JsonArray points) throws IOException {
        Files.createDirectories(DOCUMENTS);
        Plots.limits(DOCUMENTS, points);
        replace(PAGE, ".ci/bench-limits", "\n\n" + table + "\n![limits](performance/limits.png)\n\n");
    }

    static void startup(String text) throws IOException {
        replace(PAGE, ".ci/startup", "\n\n" + text + "\n");
    }

    /** Where the documents promise it, in both languages. */
    static void quote(String responseTimes) throws IOException {
        for (Path page : QUOTE) {
            replace(page, ".ci/response-times", "`" + responseTimes + "`");
        }
    }

    /** Between the marks that name the command. */
    private static void replace(Path page, String command, String text) throws IOException {
        String begin = "<!-- measured: " + command + " --write -->";
        Matcher place = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(Files.readString(page));
        if (!place.find()) {
            throw new IllegalStateException(page + " has no place for what was measured");
        }
        Files.writeString(page, place.replaceFirst(Matcher.quoteReplacement(begin + text + END)));
    }

    /** But for what is measured of it. */
    private static JsonObject machine(JsonObject results) {
        JsonObject machine = results.getJsonObject("machine").copy();
        machine.remove("process_start_ms");
        return machine;
    }

    private static JsonObject joined(Path file, JsonObject results) throws IOException {
        if (!Files.exists(file)) {
            return results;
        }
        JsonObject before = new JsonObject(Files.readString(file));
        if (!machine(before).equals(machine(results))) {
            return results;
        }
        Map<String, JsonObject> workloads = new LinkedHashMap<>();
        for (JsonObject from : new JsonObject[] {before, results}) {
            Tables.objects(from.getJsonArray("workloads")).forEach(one -> workloads.put(one.getString("id"), one));
        }
        return results.copy()
                .put(
                        "workloads",
                        new JsonArray(workloads.values().stream()
                                .sorted(Comparator.comparing(one -> one.getString("id")))
                                .toList()));
    }
}
