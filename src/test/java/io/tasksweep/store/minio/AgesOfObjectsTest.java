package io.tasksweep.store.minio;

import static io.tasksweep.store.minio.TestingMinioStores.QUIET_PERIOD;
import static io.tasksweep.store.minio.TestingMinioStores.TASK;
import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Evidence;
import io.tasksweep.store.minio.HostileS3.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where there is a quiet period, a look tells when the task's objects were last written. */
class AgesOfObjectsTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant old = now.minus(QUIET_PERIOD.multipliedBy(2));

    private final HostileS3 s3 = new HostileS3();
    private final TestingMinioStores stores = new TestingMinioStores();

    @AfterEach
    void close() {
        s3.close();
        stores.close();
    }

    private Evidence look(Duration patience, String... prefixes) {
        try (MinioStore store = stores.openReadingAges(s3.port(), List.of(prefixes), patience)) {
            return await(store.survey(TASK));
        }
    }

    private long listings() {
        return s3.requests().stream().filter(Request::lists).count();
    }

    @Test
    void theYoungestOfThemCountsWhereverItIs() {
        s3.put("in/task-1/a", old.plusSeconds(1));
        s3.put("in/task-1/b", old.plusSeconds(3));
        s3.put("in/task-1/c", old);
        assertThat(look(LONG, "in/{task_id}/", "out/{task_id}/").changed()).hasValue(old.plusSeconds(3));
        s3.put("out/task-1/d", now);
        assertThat(look(LONG, "in/{task_id}/", "out/{task_id}/").changed()).hasValue(now);
        assertThat(look(LONG, "out/{task_id}/", "in/{task_id}/").changed()).hasValue(now);
    }

    @Test
    void thoseOfAnotherTaskDoNot() {
        s3.put("task-1/a", old);
        s3.put("task-10/a", now);
        assertThat(look(LONG, "{task_id}/").changed()).hasValue(old);
    }

    @Test
    void theFirstOneWithinThePeriodEndsTheLook() {
        s3.holding(3_000);
        s3.put("task-1/a", now);
        assertThat(look(LONG, "{task_id}/").changed()).hasValue(now);
        assertThat(listings()).as("whether there is one, and the first page").isEqualTo(2);
    }

    /** Whoever waits for the look would otherwise take the store for a silent one. */
    @Test
    void whatItDoesNotGetToInItsTimeDoesNotCount() {
        AtomicInteger pages = new AtomicInteger();
        s3.trick(request -> {
            String key = "task-1/%09d".formatted(pages.getAndIncrement());
            return request.lists() ? Optional.of(HostileS3.listing(List.of(key), true, key)) : Optional.empty();
        });
        Evidence found = look(Duration.ofMillis(200), "{task_id}/");
        assertThat(found.isEmpty()).isFalse();
        assertThat(found.changed())
                .hasValueSatisfying(changed -> assertThat(changed).isBefore(old));
    }
}
