package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {
    private static final String FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "..", "-rf", "_x", "a/b", "a\n", "a\u0000", "ｔask-1", "tаsk", "a:b", "a*", "task-1 "
            })
    void namesThatCouldMeanSomethingElseAreNone(String text) {
        assertThat(TaskId.parse(text)).isEmpty();
    }

    @Property(tries = 10_000, seed = "42")
    void exactlyTheGrammarIsAccepted(@ForAll("texts") String text) {
        boolean valid = !text.isEmpty()
                && text.length() <= 128
                && FIRST.indexOf(text.charAt(0)) >= 0
                && text.chars().allMatch(letter -> (FIRST + "._-").indexOf(letter) >= 0);
        assertThat(TaskId.parse(text).isPresent()).isEqualTo(valid);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(FIRST + "._-").ofMaxLength(130),
                Arbitraries.strings().withChars("aZ9._-/%*: \n\u0000é").ofMaxLength(6),
                Arbitraries.strings().ofMaxLength(4));
    }
}
