package io.tasksweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threat model names tests that there are. */
class ThreatModelTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)`");
    private static final int CLASSES = 20;

    private static String text(String language) throws IOException {
        return Files.readString(Path.of("docs", "SECURITY" + language + ".md"));
    }

    private static Set<String> named(String language) throws IOException {
        return NAMED.matcher(text(language))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".zh-CN"})
    void eachTestThatIsNamedExists(String language) throws IOException {
        assertThat(named(language)).hasSizeGreaterThan(CLASSES);
        assertThat(tests()).containsAll(named(language));
    }
}
