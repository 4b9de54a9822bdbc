package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    /** However much the parser asks for at once, and wherever that ends: also in the middle of a reference, or of a character. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 255, 256, 257, 8_191, 8_192, 20_000})
    void anythingIsReadAlikeInPartsOfAnySize(int most) throws IOException {
        String padding = "<a>€\uD83D\uDE00 b</a>\n";
        StringBuilder written = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int times = 0; times < 700; times++) {
            String before = "x".repeat(times % 31) + (times % 3 == 0 ? padding : "");
            written.append(before).append("&quot;&#x1;&amp;\u0001&#60;&");
            expected.append(before).append("&quot;\uFFFD&amp;\uFFFD&#60;&");
        }
        assertThat(read(written.toString(), most)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            &            | &
            &#           | &#
            &#x          | &#x
            &#x1         | &#x1
            &#x1;        | \uFFFD
            &#1;&#x2;    | \uFFFD\uFFFD
            &#xFFFE;     | \uFFFD
            &#x0000001;  | &#x0000001;
            &&#0;        | &\uFFFD
            &#xD800;     | \uFFFD
            &#x1F600;    | &#x1F600;
            &#10;        | &#10;
            """)
    void aReferenceToWhatXmlDoesNotHoldIsLostAndNothingElse(String written, String expected) throws IOException {
        assertThat(read(written, 8_192)).isEqualTo(expected);
    }

    private static String read(String text, int most) throws IOException {
        StringBuilder all = new StringBuilder();
        char[] part = new char[most];
        try (Reader plain = new PlainText(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (int read = plain.read(part, 0, most); read >= 0; read = plain.read(part, 0, most)) {
                all.append(part, 0, read);
            }
        }
        return all.toString();
    }
}
