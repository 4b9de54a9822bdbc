package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\n", "\u001B", "\u007F", "\u0085", "\u009B", "\u00AD", "\u202E", "\u2028", "\u2029",
                "\uFEFF", "\uD83D", "\uFFFE", "\uFFFF"
            })
    void whatWouldDoSomethingElseThanBeSeenIsReplaced(String odd) {
        assertThat(ShownText.of("a" + odd + "b" + odd)).isEqualTo("a?b?");
    }

    @Test
    void halfACharacterAtTheCutIsNotSeen() {
        assertThat(ShownText.of("ab😀", 3)).isEqualTo("ab?");
        assertThat(ShownText.of("ab😀", 4)).isEqualTo("ab😀");
    }

    @Test
    void whatCanBeSeenStays() {
        assertThat(ShownText.of("a 任务 é\u0301 😀 \u00A0 \uFFFD")).isEqualTo("a 任务 é\u0301 😀 \u00A0 \uFFFD");
    }
}
