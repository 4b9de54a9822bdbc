package io.tasksweep.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The machine and the programs that the benchmark runs on. */
final class Machine {
    private static final int TRIALS = 20;

    private Machine() {}

    static JsonObject json(Arena arena) throws IOException, InterruptedException {
        JsonObject versions = new JsonObject();
        Arrays.stream(Tool.values())
                .forEach(tool -> versions.put(
                        tool.name().toLowerCase(Locale.ROOT), tool.isThere() ? tool.version() : "not installed"));
        return new JsonObject()
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("memory_mib", memoryMebibytes())
                .put(
                        "kernel",
                        System.getProperty("os.name") + " "
                                + System.getProperty("os.version").replaceFirst("-.*", ""))
                .put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .put("file_system", Files.getFileStore(arena.share().root()).type())
                .put("process_start_ms", processStartMillis(arena))
                .put("s3", arena.gateway().told())
                .put("versions", versions);
    }

    /** What a peer pays for being a process of its own, at best: a shell that does nothing. */
    private static double processStartMillis(Arena arena) throws IOException, InterruptedException {
        long best = Long.MAX_VALUE;
        for (int trial = 0; trial < TRIALS; trial++) {
            long began = System.nanoTime();
            ChildProcess.run(List.of("sh", "-c", ":"), Map.of(), arena.note("complaints"));
            best = Math.min(best, System.nanoTime() - began);
        }
        return Outcome.millis(Duration.ofNanos(best));
    }

    private static long memoryMebibytes() {
        return kibibytes("MemTotal:") / 1024;
    }

    /** Of memory. */
    static long freeBytes() {
        return kibibytes("MemAvailable:") * 1024;
    }

    private static long kibibytes(String name) {
        return Long.parseLong(line(Path.of("/proc/meminfo"), name).replaceAll("\\D", ""));
    }

    /** How many processes ran or wanted to, on average, in the last minute. */
    static String load() {
        return line(Path.of("/proc/loadavg"), "").replaceFirst(" .*", "");
    }

    private static String line(Path file, String begin) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(begin)).findFirst().orElse("0");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
