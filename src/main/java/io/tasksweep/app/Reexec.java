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
 * Has the process run the JVM anew, with the options that suit the service: a jar cannot carry them. It is the same process, with the
 * same id, files and environment, and nothing is left of the first JVM (execve(2)). Linux only.
 */
public final class Reexec {
    /** As the unit and the image in the README have them; research.md, D24, says why. */
    public static final List<String> OPTIONS =
            List.of("-Xmx64m", "-Xmn40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private static final Path SELF = Path.of("/proc/self");
    private static final Charset BYTES =
            StandardCharsets.ISO_8859_1; // each byte is a character: none is lost on the way

    /** Itself, classes, and where chance comes from. Whatever else is open was so before, and may be a lock. */
    private static final Pattern OPENED = Pattern.compile(".*/lib/modules|.*\\.jar|/dev/u?random");

    private static final String AGENT = "-Dcom.sun.management.";
    private static final int SET_FLAGS = 2; // F_SETFD
    private static final int CLOSE_ON_EXEC = 1; // FD_CLOEXEC

    private Reexec() {}

    /** Returns at once where the operator has chosen options; and where it is not possible, with the reason. Otherwise not at all. */
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
     * Properties are no choice, since they do not tell the JVM what to use; but those of its management agent are, which listens already.
     * What we give ourselves is one, so this never goes round.
     */
    static boolean areGiven(List<String> toTheJvm) {
        return toTheJvm.stream().anyMatch(option -> !option.startsWith("-D") || option.startsWith(AGENT));
    }

    /**
     * With our options before those that are there.
     *
     * @param commandLine words that each end with a zero byte, as Linux tells them
     */
    static String[] command(String commandLine) {
        String[] words = commandLine.substring(0, commandLine.length() - 1).split("\0", -1);
        return Stream.of(Stream.of(words[0]), OPTIONS.stream(), Stream.of(words).skip(1))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    /** Only ever returns why it has not been. */
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
            return "it is not java that was called"; // an emulator may have been, with java as its first word
        }
        NativeLibrary system = NativeLibrary.getProcess();
        leave(system.getFunction("fcntl"));
        system.getFunction("execv").invokeInt(new Object[] {java.toString(), new StringArray(command, BYTES.name())});
        return "execv: error " + Native.getLastError();
    }

    /** What this JVM has opened is closed by the exec; it would stay open for ever, since Java lets programs inherit its files. */
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

    /** JNA takes its native part from our jar, unpacks it where nothing stays, and starts no program to ask where libraries are. */
    private static void prepare(Properties properties) {
        properties.putIfAbsent("jna.nosys", "true");
        properties.putIfAbsent("jna.tmpdir", properties.getProperty("java.io.tmpdir"));
        properties.putIfAbsent("jna.platform.library.path", "");
    }
}
