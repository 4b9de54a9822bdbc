package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tasksweep.testing.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The least that must be set, and what is wrong with settings. */
final class TestingSettings {
    static final String SECRET = "a-secret-of-at-least-32-bytes-indeed";

    private TestingSettings() {}

    /** The variables that are required, and further ones: names and values in turn. */
    static Map<String, String> environment(String... further) {
        Map<String, String> environment = new HashMap<>(
                Map.of("JWT_SECRET", SECRET, "MINIO_ACCESS_KEY", "access", "MINIO_SECRET_KEY", "marker-secret"));
        for (int i = 0; i < further.length; i += 2) {
            environment.put(further[i], further[i + 1]);
        }
        return environment;
    }

    /**
     * The settings of this environment with a variable that names a pipe, as {@code <(…)} of a shell does. The text is there for the
     * first who reads it, and whoever reads again waits in vain.
     */
    static Settings throughAPipe(Map<String, String> environment, String variable, String text, Path directory)
            throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        environment.put(variable, pipe.toString());
        CompletableFuture<Void> written = Background.run(() -> write(pipe, text));
        Settings settings = await(Background.supply(() -> Settings.from(Map.of(), environment)));
        await(written);
        return settings;
    }

    private static void write(Path pipe, String text) {
        try {
            Files.writeString(pipe, text);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** What is wrong with these settings; fails if nothing is. */
    static List<String> mistakes(Map<String, Object> file, Map<String, String> environment) {
        SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> Settings.from(file, environment));
        assertThat(wrong).as("there should have been a mistake").isNotNull();
        return wrong.mistakes();
    }
}
