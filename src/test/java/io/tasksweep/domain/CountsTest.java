package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The small words: amounts, units, kinds, deadlines. */
class CountsTest {
    @Test
    void whatIsNothingIsNotThere() {
        assertThat(Counts.of(Unit.FILES, 0)).isEqualTo(Counts.NONE);
        assertThat(Counts.of(Unit.FILES, 0).isEmpty()).isTrue();
        assertThat(Counts.of(Unit.FILES, 1).isEmpty()).isFalse();
        assertThat(Counts.of(Unit.FILES, 2).get(Unit.FILES)).isEqualTo(2);
        assertThat(Counts.NONE.get(Unit.FILES)).isZero();
    }

    @Test
    void noAmountIsNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Counts.of(Unit.KEYS, -1));
    }

    @Test
    void sumsAreByUnit() {
        Counts sum = Counts.of(Unit.FILES, 1).plus(new Counts(Map.of(Unit.FILES, 2L, Unit.BYTES, 3L)));
        assertThat(sum.byUnit()).isEqualTo(Map.of(Unit.FILES, 3L, Unit.BYTES, 3L));
    }

    @Test
    void whatNobodyCountedIsUnknownInEachSum() {
        Counts uncounted = new Counts(Map.of(Unit.FILES, 5L, Unit.BYTES, 7L)).without(Unit.BYTES);
        Counts counted = new Counts(Map.of(Unit.FILES, 2L, Unit.BYTES, 3L));
        for (Counts sum : List.of(uncounted.plus(counted), counted.plus(uncounted))) {
            assertThat(sum.byUnit()).isEqualTo(Map.of(Unit.FILES, 7L));
            assertThat(sum.unknown()).containsExactly(Unit.BYTES);
        }
        assertThat(counted.unknown()).isEmpty();
        assertThat(uncounted.without(Unit.FILES).plus(counted).byUnit()).isEmpty();
    }

    @Test
    void unitsAndKindsHaveNamesAndComeBackByThem() {
        for (Unit unit : Unit.values()) {
            assertThat(Labelled.of(Unit.class, unit.label())).hasValue(unit);
        }
        for (ResourceKind kind : ResourceKind.values()) {
            assertThat(Labelled.of(ResourceKind.class, kind.label())).hasValue(kind);
        }
        assertThat(Unit.DELETE_MARKERS.label()).isEqualTo("delete_markers");
        assertThat(ResourceKind.LOCAL_DIRECTORY.label()).isEqualTo("local_directory");
        assertThat(Labelled.of(Unit.class, "tapes")).isEmpty();
        assertThat(Labelled.of(ResourceKind.class, "tape")).isEmpty();
        assertThat(OverallStatus.PARTIAL_FAILED.label()).isEqualTo("partial_failed");
    }

    @Test
    void evidenceIsEmptyOnlyIfNothingWasFound() {
        assertThat(Evidence.NOTHING.isEmpty()).isTrue();
        assertThat(Evidence.of(Unit.KEYS, 1).isEmpty()).isFalse();
        assertThat(Evidence.of(Unit.KEYS, 1).complete()).isFalse();
    }

    @Test
    void aDeadlineHasPassedFromItsMomentOn() {
        AtomicLong now = new AtomicLong(100);
        Deadline deadline = Deadline.in(Duration.ofNanos(10), now::get);
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(10));
        now.set(109);
        assertThat(deadline.passed()).isFalse();
        now.set(110);
        assertThat(deadline.passed()).isTrue();
        now.set(200);
        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void aDeadlineMayPassSooner() {
        AtomicBoolean over = new AtomicBoolean();
        Deadline deadline = Deadline.in(Duration.ofNanos(10), () -> 0).orOnce(over::get);
        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(10));
        over.set(true);
        assertThat(deadline.passed()).isTrue();
        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void anAnswerIsKnownOrNot() {
        Failure out = new Failure(FailureCode.UNAVAILABLE, "out");
        Answer<Integer> known = new Answer.Known<>(1);
        Answer<Integer> unknown = new Answer.Unknown<>(out);
        assertThat(known.value()).hasValue(1);
        assertThat(known.failure()).isEmpty();
        assertThat(known.map(one -> one + 1).value()).hasValue(2);
        assertThat(unknown.value()).isEmpty();
        assertThat(unknown.failure()).hasValue(out);
        assertThat(unknown.map(one -> one + 1).failure()).isEqualTo(Optional.of(out));
    }
}
