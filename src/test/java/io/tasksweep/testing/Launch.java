package io.tasksweep.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tasksweep.app.Main;
import io.tasksweep.app.Reexec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How to start a process of the service.
 *
 * @param before a command that runs the JVM's command, like {@code prlimit}
 * @param options of the JVM; {@code {directory}} stands for the process's own directory
 * @param environment variables added to those of this process
 * @param elsewhere whether the user that runs the process cannot read our classes, so copies are needed
 */
public record Launch(List<String> before, List<String> options, Map<String, String> environment, boolean elsewhere) {
    /** How most tests start it. */
    public static final Launch USUAL = with("-Xmx96m");

    /** Options of the JVM as the unit and the image in the README have them. */
    public static final List<String> INSTALLED = Reexec.OPTIONS;

    private static final int NOBODY = 65_534;

    /** With these options of the JVM, and with those that suit a short life, where the start is what counts. */
    public static Launch with(String... options) {
        return only(forTests(options));
    }

    /** Likewise, with as small a heap as the unit gives it. */
    public static Launch confined(String... further) {
        return with(Stream.concat(Stream.of("-Xmx64m", "-Xmn40m"), Stream.of(further))
                .toArray(String[]::new));
    }

    /** With these options of the JVM and no others, as operators run it. */
    public static Launch only(List<String> options) {
        return new Launch(List.of(), options, Map.of(), false);
    }

    private static List<String> forTests(String... options) {
        Stream<String> always =
                Stream.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dvertx.disableDnsResolver=true");
        return Stream.concat(Stream.of(options), always).toList();
    }

    /** As a user who owns nothing and may do nothing; needs root. */
    public static Launch asNobody() {
        String id = Integer.toString(NOBODY);
        Path setpriv = Path.of("/usr/bin/setpriv");
        assumeTrue(Files.isExecutable(setpriv), "not run: no setpriv");
        return new Launch(
                List.of(setpriv.toString(), "--reuid", id, "--regid", id, "--clear-groups"),
                forTests("-Xmx96m"),
                Map.of("HOME", "/"),
                true);
    }

    /** With so many open files at most. */
    public Launch files(int most) {
        List<String> all = Stream.concat(Stream.of("prlimit", "--nofile=" + most), before.stream())
                .toList();
        return new Launch(all, options, environment, elsewhere);
    }

    /** With one more option of the JVM. */
    public Launch option(String option) {
        return new Launch(
                before, Stream.concat(options.stream(), Stream.of(option)).toList(), environment, elsewhere);
    }

    /** With that variable. */
    public Launch variable(String name, String value) {
        return new Launch(before, options, Map.of(name, value), elsewhere);
    }

    /** @param directory the process's own, which whoever runs it may write to */
    List<String> command(Class<?> main, Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.forEach(option -> command.add(option.replace("{directory}", directory.toString())));
        command.addAll(program(main, directory));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The jar that {@code -Dservice.jar=…} names, where it is the service that is run; or else the classes that the tests see. */
    private List<String> program(Class<?> main, Path directory) throws IOException {
        boolean packed = main == Main.class && namesJar() && !elsewhere;
        return packed ? List.of("-jar", jar()) : List.of("-cp", classes(directory), main.getName());
    }

    /** Whether {@code -Dservice.jar} names a jar to run; the JVM makes no archive of a directory of classes. */
    public static boolean namesJar() {
        return !jar().isBlank();
    }

    private static String jar() {
        return System.getProperty("service.jar", "");
    }

    private String classes(Path directory) throws IOException {
        boolean fewFiles = before.stream().anyMatch(word -> word.startsWith("--nofile="));
        if (elsewhere) {
            return copied(directory);
        }
        return fewFiles ? packed(directory) : classes();
    }

    private static String packed(Path directory) throws IOException {
        Path jar = directory.resolve("service.jar");
        OneJar.write(classes(), jar);
        return jar.toString();
    }

    private static String classes() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String copied(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> copies = new ArrayList<>();
        for (String entry : classes().split(File.pathSeparator, -1)) {
            Path copy = directory.resolve("classes-" + copies.size());
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                new ProcessBuilder("cp", "-rL", "--", from.toString(), copy.toString())
                        .inheritIO()
                        .start()
                        .onExit()
                        .join();
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }
}
