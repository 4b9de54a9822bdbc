package io.tasksweep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of another program. It is ended by its id, together with the processes that it has started. */
final class ChildProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final long SECONDS_TO_END = 10;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** What it says goes to that file. */
    static ChildProcess start(List<String> command, Path log) throws IOException {
        return new ChildProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    /**
     * Runs it to its end; what it prints is dropped.
     *
     * @param complaints the file for what it says on standard error
     * @throws IllegalStateException if it fails or does not end, with the end of its complaints
     */
    static void run(List<String> command, Map<String, String> environment, Path complaints)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(complaints.toFile());
        builder.environment().putAll(environment);
        try (ChildProcess child = new ChildProcess(builder.start())) {
            boolean ended = child.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended || child.process.exitValue() != 0) {
                String code = ended ? "exit " + child.process.exitValue() : "no end within " + LIMIT;
                throw new IllegalStateException(String.join(" ", command) + ": " + code + ": " + tail(complaints));
            }
        }
    }

    private static String tail(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.substring(Math.max(0, text.length() - 1_000));
    }

    /** What it prints. */
    static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (ChildProcess child = new ChildProcess(process)) {
                child.process.getOutputStream().close();
                return new String(child.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException cause) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroy);
    }
}
