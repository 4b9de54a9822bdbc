package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** What is wrong with these settings; fails if nothing is. */
    static List<String> mistakes(Map<String, Object> file, Map<String, String> environment) {
        SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> Settings.from(file, environment));
        assertThat(wrong).as("there should have been a mistake").isNotNull();
        return wrong.mistakes();
    }
}
