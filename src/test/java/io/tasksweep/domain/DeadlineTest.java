package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 500_000_000L})
    void itPassesAtItsMomentWhereverTheClockBegan(long origin) {
        now.set(origin);
        Deadline deadline = Deadline.in(SECOND, now::get);
        elapse(SECOND.minusNanos(1));
        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(1));
        elapse(Duration.ofNanos(1));
        assertThat(deadline.passed()).isTrue();
        elapse(SECOND);
        assertThat(deadline.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_500_000_000L})
    void withinATimeTheSoonerOneCounts(long origin) {
        now.set(origin);
        Deadline deadline = Deadline.in(SECOND, now::get);
        assertThat(deadline.within(SECOND.dividedBy(2)).remaining()).isEqualTo(SECOND.dividedBy(2));
        assertThat(deadline.within(SECOND.multipliedBy(2)).remaining()).isEqualTo(SECOND);
    }

    @Test
    void whatEndsADeadlineEndsThatWithinATimeToo() {
        AtomicBoolean over = new AtomicBoolean();
        Deadline deadline = Deadline.in(SECOND, now::get).orOnce(over::get).within(SECOND.dividedBy(2));
        assertThat(deadline.passed()).isFalse();
        over.set(true);
        assertThat(deadline.passed()).isTrue();
    }

    private void elapse(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
