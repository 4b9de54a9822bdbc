package io.tasksweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured is what people are told to install. */
class InstalledTest {
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void unitAndImageStartTheJvmWithTheOptionsThatAreMeasured(String readme) throws IOException {
        String unit = "ExecStart=/usr/bin/java " + String.join(" ", Launch.INSTALLED) + " -jar ";
        String image = "ENTRYPOINT [\"java\", \"" + String.join("\", \"", Launch.INSTALLED) + "\", \"-jar\", ";
        assertThat(Files.readString(Path.of(readme))).contains(unit, image);
    }
}
