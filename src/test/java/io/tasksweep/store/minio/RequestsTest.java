package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.errors.ServerException;
import io.tasksweep.domain.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long the pauses are, told by the deadlines that they fit before: the clock of those stands still. */
@Tag("F39")
class RequestsTest {
    private static final int MANY = 60;

    /** How often a request is sent that is put off each time, where so much time is left for a pause. */
    private static int sent(Duration left) {
        AtomicInteger sent = new AtomicInteger();
        var answer = new Requests(Deadline.in(left, () -> 0)).send(() -> {
            sent.incrementAndGet();
            return CompletableFuture.failedFuture(new ServerException("put off", 503, "trace"));
        });
        assertThatThrownBy(answer::get).isInstanceOf(CompletionException.class);
        return sent.get();
    }

    @Test
    void f39TheFirstPauseIsOfAHundredMillisecondsAtLeastAndLessThanTwoHundred() {
        for (int i = 0; i < MANY; i++) {
            assertThat(sent(Duration.ofMillis(100))).isEqualTo(1);
        }
        assertThat(sent(Duration.ofMillis(200))).isEqualTo(2);
    }

    /** Or those that were put off together would come back together. */
    @Test
    void f39SomePausesAreShorterThanOthers() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < MANY && seen.size() < 2; i++) {
            seen.add(sent(Duration.ofMillis(150)));
        }
        assertThat(seen).containsExactlyInAnyOrder(1, 2);
    }
}
