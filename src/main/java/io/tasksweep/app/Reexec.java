package io.tasksweep.app;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Restarts the JVM in the same process with the options that suit the service, since a jar cannot carry them. The process keeps its
 * id, files and environment; nothing is left of the first JVM (execve(2)). Linux only.
 */
public final class Reexec {
    /** The same options as in the README's unit and image; research.md, D24, says why. */
    public static final List<String> OPTIONS =
            List.of("-Xmx64m", "-Xmn40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private static final Path SELF = Path.of("/proc/self");
    private static final Charset BYTES =
            StandardCharsets.ISO_8859_1; // each byte is a character: none is lost on the way

    /**
     * What the JVM opens itself: its modules file, jars, and the random devices. Any other file was open before the JVM started and
     * may be a lock.
     */
    private static final Pattern OPENED = Pattern.compile(".*/lib/modules|.*\\.jar|/dev/u?random");

    private static final String AGENT = "-Dcom.sun.management.";
    private static final int SET_FLAGS = 2; // F_SETFD
    private static final int CLOSE_ON_EXEC = 1; // FD_CLOEXEC

    private Reexec() {}

    /**
     * Does not return on success. Returns empty if the operator has set JVM options, or the reason why the restart was
     * impossible.
     */
    static Optional<String> unlessOptionsAreGiven() {
        try {
            return areGiven(ManagementFactory.getRuntimeMXBean().getInputArguments())
                    ? Optional.empty()
                    : Optional.of(replaced());
        } catch (IOException | RuntimeException | LinkageError impossible) {
            return Optional.of(impossible.toString());
        }
    }

    /**
     * System properties do not count, since they do not tell the JVM what to use. Those of its management agent do count, since the
     * agent listens already. Our own options count too, so the restart never loops.
     */
    static boolean areGiven(List<String> toTheJvm) {
        return toTheJvm.stream().anyMatch(option -> !option.startsWith("-D") || option.startsWith(AGENT));
    }

    /**
     * The command line with our options inserted before the existing arguments.
     *
     * @param commandLine words that each end with a zero byte, as Linux gives them
     */
    static String[] command(String commandLine) {
        String[] words = commandLine.substring(0, commandLine.length() - 1).split("\0", -1);
        return Stream.of(Stream.of(words[0]), OPTIONS.stream(), Stream.of(words).skip(1))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    /** Replaces the JVM. Returns only on failure, with the reason. */
    private static String replaced() throws IOException {
        Path java = Files.readSymbolicLink(SELF.resolve("exe"));
        if (!java.endsWith("java")) {
            return "it is not java that runs";
        }
        prepare(System.getProperties());
        if (!Files.isWritable(Path.of(System.getProperty("jna.tmpdir", "")))) {
            return "there is no temporary directory"; // JNA would print a trace
        }
        String[] command = command(Files.readString(SELF.resolve("cmdline"), BYTES));
        if (!command[0].endsWith("java")) {
            // an emulator may have been called, with java as its first argument
            return "it is not java that was called";
        }
        NativeLibrary system = NativeLibrary.getProcess();
        leave(system.getFunction("fcntl"));
        system.getFunction("execv").invokeInt(new Object[] {java.toString(), new StringArray(command, BYTES.name())});
        return "execv: error " + Native.getLastError();
    }

    /**
     * Marks the files that this JVM has opened, so that exec closes them. Otherwise they would stay open forever, since Java lets
     * programs inherit its files.
     */
    private static void leave(Function fcntl) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (OPENED.matcher(Files.readSymbolicLink(descriptor).toString())
                        .matches()) {
                    int number = Integer.parseInt(descriptor.getFileName().toString());
                    fcntl.invokeInt(new Object[] {number, SET_FLAGS, CLOSE_ON_EXEC});
                }
            }
        }
    }

    /**
     * Makes JNA take its native library from our jar, unpack it into the temporary directory, and start no program to find the
     * system's libraries.
     */
    private static void prepare(Properties properties) {
        properties.putIfAbsent("jna.nosys", "true");
        properties.putIfAbsent("jna.tmpdir", properties.getProperty("java.io.tmpdir"));
        properties.putIfAbsent("jna.platform.library.path", "");
    }
}
