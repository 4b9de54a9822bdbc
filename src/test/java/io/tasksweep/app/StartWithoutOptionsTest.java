package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Awaiting;
import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.Signals;
import io.tasksweep.testing.TestingPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as {@code java -jar tasksweep.jar} starts it: it gives itself the options, and stays the same process. */
class StartWithoutOptionsTest {
    private static final int TERMINATED = 143;
    private static final int OUT_OF_MEMORY = 3;

    private static TestingPlatform platform;

    @BeforeAll
    static void start() {
        platform = TestingPlatform.start();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static ServiceProcess started(Launch launch) {
        return ServiceProcess.on(platform, Map.of(), launch).ready();
    }

    private static List<String> command(ServiceProcess service) throws IOException {
        String words = Files.readString(of(service, "cmdline"), StandardCharsets.ISO_8859_1);
        return List.of(words.split("\0", -1));
    }

    private static Path of(ServiceProcess service, String name) {
        return Path.of("/proc", Long.toString(service.pid()), name);
    }

    private static int terminated(ServiceProcess service) {
        service.terminate();
        return service.exitCode();
    }

    @Test
    void withoutOptionsTheSameProcessGetsOurs() throws IOException {
        try (ServiceProcess service = started(Launch.only(List.of()))) {
            assertThat(command(service).subList(1, 1 + Reexec.OPTIONS.size())).isEqualTo(Reexec.OPTIONS);
            assertThat(service.delete("task-none").join().status()).isEqualTo(404);
            assertThat(terminated(service)).isEqualTo(TERMINATED);
        }
    }

    private static List<String> concat(List<String> options, String one) {
        return Stream.concat(options.stream(), Stream.of(one)).toList();
    }

    @Test
    void propertiesAreKeptBehindThem() throws IOException {
        Launch launch = Launch.only(List.of("-Da=b")).variable("JAVA_TOOL_OPTIONS", "-Dc=d");
        try (ServiceProcess service = started(launch)) {
            assertThat(command(service).subList(1, 2 + Reexec.OPTIONS.size()))
                    .isEqualTo(concat(Reexec.OPTIONS, "-Da=b"));
        }
    }

    @Test
    void anyOptionOfTheOperatorsLeavesTheCommandLineAsItWas() throws IOException {
        try (ServiceProcess service = started(Launch.only(List.of("-Xmx100m")))) {
            assertThat(command(service))
                    .startsWith(command(service).get(0), "-Xmx100m")
                    .doesNotContainAnyElementsOf(Reexec.OPTIONS);
            assertThat(terminated(service)).isEqualTo(TERMINATED);
        }
    }

    @Test
    void anOptionInTheEnvironmentCountsToo() throws IOException {
        Launch launch = Launch.only(List.of()).variable("JDK_JAVA_OPTIONS", "-Xmx100m");
        try (ServiceProcess service = started(launch)) {
            assertThat(command(service)).doesNotContainAnyElementsOf(Reexec.OPTIONS);
        }
    }

    @Test
    void theFirstJvmLeavesNothingBehind(@TempDir Path temporary) throws IOException {
        Launch launch = Launch.only(List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + temporary));
        try (ServiceProcess service = started(launch)) {
            assertThat(command(service)).containsAll(Reexec.OPTIONS);
            assertThat(open(service)).isNotEmpty().doesNotHaveDuplicates();
            assertThat(temporary).isDirectoryNotContaining("glob:**{jna,JNA,.cache}*");
        }
    }

    /** The JVM, and its classes. A file that was closed meanwhile is neither. */
    private static List<String> open(ServiceProcess service) throws IOException {
        try (Stream<Path> all = Files.list(of(service, "fd"))) {
            return all.map(StartWithoutOptionsTest::target)
                    .filter(name -> name.endsWith("/lib/modules") || name.endsWith(".jar"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void oneWithoutMemoryEndsAndLeavesItToItsSupervisor() {
        Launch launch = Launch.only(Stream.concat(Reexec.OPTIONS.stream(), Stream.of("-XX:MaxMetaspaceSize=16m"))
                .toList());
        try (ServiceProcess service = ServiceProcess.on(platform, Map.of(), launch)) {
            assertThat(service.exitCode()).as(service.log()).isEqualTo(OUT_OF_MEMORY);
        }
    }

    @Test
    void itStillWritesDownItsThreadsWhenAsked() {
        try (ServiceProcess service = started(Launch.only(List.of()))) {
            Signals.send("QUIT", service.pid());
            Awaiting.until(() -> service.written("out").contains("Full thread dump"));
        }
    }

    @Test
    void whereItCannotBeDoneTheServiceRunsAsItWasStarted() throws IOException {
        try (ServiceProcess service = started(Launch.only(List.of("-Djna.tmpdir=/dev/null")))) {
            assertThat(command(service)).doesNotContainAnyElementsOf(Reexec.OPTIONS);
            assertThat(service.log()).contains("The JVM runs without the options");
        }
    }
}
