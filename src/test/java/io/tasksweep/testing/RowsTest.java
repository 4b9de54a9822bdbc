package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void aTagIsARowAndATierIsNone() {
        assertThat(Rows.of(Set.of("F22", "faults", "named-s3", "F7x", "B58a"), "named", ""))
                .containsExactly("B58a", "F22");
    }

    @Test
    void aMethodBeginsWithItsRows() {
        assertThat(Rows.of(Set.of(), "i14_f37_theAnswerComesInTime", "")).containsExactly("F37", "I14");
        assertThat(Rows.of(Set.of(), "b28AndB41OthersAreAnswered", "")).containsExactly("B28", "B41");
        assertThat(Rows.of(Set.of(), "f26WithoutAPasswordNothingIsDone", "")).containsExactly("F26");
        assertThat(Rows.of(Set.of(), "f20AKilledRedisIsRefused", "")).containsExactly("F20");
        assertThat(Rows.of(Set.of(), "i04_m2_aStoreThatForgets", "")).containsExactly("I04", "M2");
        assertThat(Rows.of(Set.of(), "base64IsNoRow", "")).isEmpty();
        assertThat(Rows.of(Set.of(), "b5IsNoRowEither", "")).isEmpty();
        assertThat(Rows.of(Set.of(), "us1_aTaskIsGone", "")).isEmpty();
    }

    @Test
    void aDisplayNameBeginsWithItsRows() {
        assertThat(Rows.of(Set.of(), "all", "B03: the path /v1")).containsExactly("B03");
        assertThat(Rows.of(Set.of(), "all", "F08, I01 a race")).containsExactly("F08", "I01");
        assertThat(Rows.of(Set.of(), "all", "b58a [pending] over [SUCCESS]")).containsExactly("B58a");
        assertThat(Rows.of(Set.of(), "all", "a task in B03")).isEmpty();
        assertThat(Rows.of(Set.of(), "all", "[1] B03")).isEmpty();
    }
}
