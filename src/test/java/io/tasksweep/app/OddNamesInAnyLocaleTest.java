package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.Launch;
import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM takes the encoding of names from its environment; what a name is must not depend on that. */
@Tag("F11")
class OddNamesInAnyLocaleTest {
    private static final String TASK = "task-1";

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void namesThatAreNoTextGoUnderAnyLocale(String locale) throws IOException {
        try (TestingPlatform platform = TestingPlatform.start();
                ServiceProcess service = ServiceProcess.on(
                        platform, Map.of(), Launch.with("-Xmx96m").variable("LC_ALL", locale))) {
            platform.task(TASK, "pending", "SUCCESS");
            oddNames(platform);
            try (Decoys decoys = Decoys.around(platform, TASK)) {
                Reply reply = service.ready().delete(TASK).join();
                assertThat(reply.body().getString("status"))
                        .as(reply.body().encode())
                        .isEqualTo("success");
                assertThat(reply.item("local_directory")
                                .getJsonObject("details")
                                .getInteger("files"))
                        .isEqualTo(9);
                assertThat(platform.holds(TASK)).isFalse();
                decoys.assertUnchanged();
            }
        }
    }

    private static void oddNames(TestingPlatform platform) throws IOException {
        String script = """
                long=$(printf '%0255d' 0)
                for name in "$(printf '\\377\\376bad')" "$(printf 'a\\nb')" "$(printf '\\033[31mred')" "$long" -rf \\
                        "$(printf '\\344\\270\\255')" '.'hidden; do
                    mkdir -- "$name"
                    : > "./$name/$name"
                done
                """;
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(platform.share().resolve(TASK).toFile())
                .inheritIO()
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
    }
}
