package io.tasksweep.bench;

import io.tasksweep.testing.Launch;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the benchmark runs, from {@code -Dbench.…}.
 *
 * @param workloads families, like {@code W1}
 * @param rounds in which each contestant has its turn
 * @param scale a factor for all sizes; 1 is what the documents quote
 * @param share a directory on the file system to measure
 * @param peers whether anything but the service is measured
 * @param settings of the service, besides those that say where its stores are
 * @param jvm options of the service's JVM; empty: the jar's own defaults
 * @param warmUp how many tiny tasks the service deletes before anything is timed
 * @param defaults whether memory is also measured with the jar's own defaults
 * @param write whether the result goes into the documents
 */
record Options(
        List<String> workloads,
        int rounds,
        double scale,
        Path share,
        boolean peers,
        Map<String, Object> settings,
        List<String> jvm,
        int warmUp,
        boolean defaults,
        boolean write) {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** @throws IllegalArgumentException if a property makes no sense */
    static Options fromProperties() {
        List<String> workloads = words("bench.workloads", ",");
        if (!Workloads.FAMILIES.containsAll(workloads)) {
            throw new IllegalArgumentException("bench.workloads: " + workloads + "; there are " + Workloads.FAMILIES);
        }
        return new Options(
                workloads.isEmpty() ? Workloads.FAMILIES : workloads,
                Integer.getInteger("bench.rounds", 5),
                Double.parseDouble(System.getProperty("bench.scale", "1")),
                whereToShare(),
                Boolean.parseBoolean(System.getProperty("bench.peers", "true")),
                furtherSettings(),
                System.getProperty("bench.jvm") == null ? Launch.INSTALLED : words("bench.jvm", " "),
                Integer.getInteger("bench.warmup", 1_000),
                Boolean.parseBoolean(System.getProperty("bench.defaults", "true")),
                Boolean.getBoolean("bench.write"));
    }

    /** The service by itself on one workload, with one more setting. */
    Options alone(String workload, String setting, int value) {
        Map<String, Object> further = new TreeMap<>(settings);
        further.put(setting, value);
        return new Options(List.of(workload), rounds, scale, share, false, further, jvm, warmUp, false, write);
    }

    /** What of it bears on the figures. */
    JsonObject json() {
        return new JsonObject()
                .put("rounds", rounds)
                .put("scale", scale)
                .put("warm_up", warmUp)
                .put("settings", new JsonObject(settings))
                .put("jvm", String.join(" ", jvm));
    }

    private static Path whereToShare() {
        String named = System.getProperty("bench.share", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        return isInMemory(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static boolean isInMemory(Path directory) {
        try {
            return Files.isWritable(directory)
                    && Files.getFileStore(directory).type().equals("tmpfs");
        } catch (IOException none) {
            return false;
        }
    }

    private static Map<String, Object> furtherSettings() {
        Map<String, Object> settings = new TreeMap<>();
        for (String pair : words("bench.settings", ",")) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            settings.put(pair.substring(0, equals), value.matches("\\d+") ? Integer.valueOf(value) : value);
        }
        return settings;
    }

    private static List<String> words(String property, String separator) {
        return Arrays.stream(System.getProperty(property, "").split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
