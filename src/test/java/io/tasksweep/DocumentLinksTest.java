package io.tasksweep;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links from one document to another, and to headings, lead somewhere. */
class DocumentLinksTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

    static List<Path> documents() throws IOException {
        return Documents.all();
    }

    private static String prose(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document)).replaceAll("");
    }

    /** As GitHub names a heading: lower case, without punctuation, hyphens for spaces. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    private static Set<String> anchors(Path document) throws IOException {
        String prose = prose(document);
        return Stream.concat(
                        HEADING.matcher(prose).results().map(found -> anchor(found.group(1))),
                        ANCHOR.matcher(prose).results().map(found -> found.group(1)))
                .collect(toSet());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachLinkLeadsSomewhere(Path document) throws IOException {
        for (var link : LINK.matcher(prose(document)).results().toList()) {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        }
    }
}
