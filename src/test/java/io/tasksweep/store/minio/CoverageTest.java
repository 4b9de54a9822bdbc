package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Unit;
import io.tasksweep.testing.TestingClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private final TestingClock clock = new TestingClock();
    private final Coverage coverage = new Coverage(clock::nanoTime);

    private static List<Entry> one(String key, @Nullable String id) {
        return List.of(new Entry(key, id, Unit.OBJECTS, 1, 0, null));
    }

    private static final List<Entry> PLAIN = one("task-1/a", null);

    private void isUnknownAfter(List<Entry> versions, List<Entry> objects) {
        coverage.compare(versions, objects);
        assertThat(coverage.isKnown()).isFalse();
    }

    @Test
    void atFirstItIsToBeFoundOut() {
        assertThat(coverage.isKnown()).isFalse();
        assertThat(coverage.isDue()).isTrue();
    }

    @Test
    void anObjectWithoutAVersionThatIsListedAmongVersionsShowsItForAWhile() {
        coverage.compare(one("task-1/a", "null"), PLAIN);
        clock.advance(Coverage.BELIEVED.minus(Duration.ofNanos(1)));
        assertThat(coverage.isKnown()).isTrue();
        assertThat(coverage.isDue()).isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(coverage.isKnown()).isFalse();
        assertThat(coverage.isDue()).isTrue();
    }

    @Test
    void oneThatIsNotListedThereOrHasAVersionDoesNotAndIsNotAskedAboutAgainSoon() {
        isUnknownAfter(one("task-1/b", "null"), PLAIN);
        isUnknownAfter(List.of(), PLAIN);
        isUnknownAfter(one("task-1/a", "v1"), PLAIN);
        isUnknownAfter(one("task-1/a", null), PLAIN);
        assertThat(coverage.isDue()).isFalse();
        clock.advance(Coverage.BELIEVED);
        assertThat(coverage.isDue()).isTrue();
    }

    @Test
    void whereNothingIsListedNothingIsLearnt() {
        isUnknownAfter(one("task-1/a", "null"), List.of());
        assertThat(coverage.isDue()).isTrue();
    }

    @Test
    void whatWasSeenLastCounts() {
        coverage.compare(one("task-1/a", "null"), PLAIN);
        isUnknownAfter(List.of(), PLAIN);
    }
}
