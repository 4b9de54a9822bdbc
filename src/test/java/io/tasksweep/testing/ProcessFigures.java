package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a Java process uses.
 *
 * @param heap bytes of live objects, after a full collection
 * @param descriptors open files, including sockets
 * @param sockets open connections and listening sockets
 */
public record ProcessFigures(long heap, long descriptors, long threads, long sockets) {

    /** Has that process collect its garbage, and looks. */
    public static ProcessFigures of(long pid) {
        try {
            long heap = liveBytes(pid);
            List<String> open = descriptors(Path.of("/proc", Long.toString(pid), "fd"));
            long sockets =
                    open.stream().filter(name -> name.startsWith("socket:")).count();
            return new ProcessFigures(heap, open.size(), status(pid, "Threads:"), sockets);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static List<String> descriptors(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(ProcessFigures::target).toList();
        }
    }

    /** One that was closed meanwhile was open a moment ago, and counts. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "closed";
        }
    }

    /** The number in that line of what Linux tells of the process. */
    static long status(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The last line of the histogram is the sum: Total, objects, bytes. */
    private static long liveBytes(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", 4)[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd: " + answer));
    }

    @Override
    public String toString() {
        return "heap after GC %.1f MB, %d descriptors, %d sockets, %d threads"
                .formatted(heap / 1e6, descriptors, sockets, threads);
    }
}
