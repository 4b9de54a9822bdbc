package io.tasksweep;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document and its translation have the same headings, rows, names and examples; what users read exists in both languages. */
class BothLanguagesTest {
    private static final String ENDING = ".zh-CN.md";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\|$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    static List<Path> translations() throws IOException {
        return Documents.all().stream()
                .filter(file -> file.toString().endsWith(ENDING))
                .toList();
    }

    private static String original(Path translation) throws IOException {
        return Files.readString(Path.of(translation.toString().replace(ENDING, ".md")));
    }

    private static String prose(String document) {
        return BLOCK.matcher(document).replaceAll("");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    /** How many columns each row of each table has. */
    private static List<Integer> rows(String document) {
        return all(ROW, prose(document)).stream()
                .map(row -> row.split(" \\| ", -1).length)
                .toList();
    }

    private static Set<String> names(String document) {
        return CODE.matcher(prose(document))
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void whatUsersReadIsTranslated() throws IOException {
        assertThat(translations())
                .containsExactlyInAnyOrder(
                        Path.of("README.zh-CN.md"),
                        Path.of("docs/SECURITY.zh-CN.md"),
                        Path.of("docs/operations.zh-CN.md"),
                        Path.of("docs/technical/reference/SINGLE_TASK_API_REFERENCE.zh-CN.md"),
                        Path.of("specs/003-delete-task-data/quickstart.zh-CN.md"));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void headingsAndRowsAreThoseOfTheOriginal(Path translation) throws IOException {
        String translated = Files.readString(translation);
        String original = original(translation);
        assertThat(all(HEADING, prose(original))).isNotEmpty().isEqualTo(all(HEADING, prose(translated)));
        assertThat(rows(translated)).isEqualTo(rows(original));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void namesAreThoseOfTheOriginal(Path translation) throws IOException {
        assertThat(names(Files.readString(translation))).isNotEmpty().isEqualTo(names(original(translation)));
    }

    /** A block with Chinese text in it explains something, such as the source tree; the others are what a user runs or gets. */
    @ParameterizedTest
    @MethodSource("translations")
    void examplesAreThoseOfTheOriginal(Path translation) throws IOException {
        List<String> translated = all(BLOCK, Files.readString(translation));
        List<String> original = all(BLOCK, original(translation));
        assertThat(translated).hasSameSizeAs(original);
        for (int i = 0; i < translated.size(); i++) {
            if (!HAN.matcher(translated.get(i)).find()) {
                assertThat(translated.get(i)).isEqualTo(original.get(i));
            }
        }
    }
}
