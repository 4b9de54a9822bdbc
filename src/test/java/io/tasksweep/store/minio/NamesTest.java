package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"t/a", "t/é 😀 &<>\"' %2F+", "t//a", "t/../a", "t/\uFFFD\u0085\uE000"})
    void whatXmlCanHold(String key) {
        assertThat(Names.fitsXml(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t/\u0000", "t/\u0001", "t/\n", "t/\r", "t/\t", "t/\u001F", "t/\uFFFE", "t/\uFFFF"})
    void whatXmlCannotHold(String key) {
        assertThat(Names.fitsXml(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t/a", "t/a/", "t/...", "t/.a", "t/a.", "t/\u0001"})
    void whatTheClientPutsIntoAUrlAsItIs(String key) {
        assertThat(Names.fitsUrl(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/a", "t//a", "t/a//", "t/.", "t/..", "t/./a", "t/../a", "./t"})
    void whatTheClientWouldPutIntoAUrlAsSomethingElse(String key) {
        assertThat(Names.fitsUrl(key)).isFalse();
    }

    @Test
    void aNameForPeopleIsRelativeShortAndOnOneLine() {
        assertThat(Names.relative("t/", "t/a/b")).isEqualTo("'a/b'");
        assertThat(Names.relative("t/", "t/")).isEqualTo("''");
        assertThat(Names.relative("t/", "t/a\r\nb\u202Ec")).isEqualTo("'a??b?c'");
        assertThat(Names.relative("t/", "t/a\u0085b\u009B31m😀")).isEqualTo("'a?b?31m😀'");
        assertThat(Names.relative("t/", "t/" + "😀".repeat(500))).isEqualTo("'" + "😀".repeat(80) + "…'");
    }
}
