package io.tasksweep.store.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tasksweep.domain.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I12: no setting may widen the reach of a deletion. */
class PrefixPatternTest {
    private static MinioSettings settings(List<String> prefixes) {
        return new MinioSettings(
                "127.0.0.1",
                9000,
                false,
                "the-access-key",
                "the-secret",
                "b",
                "r",
                prefixes.stream().map(PrefixPattern::new).toList(),
                Duration.ofSeconds(1),
                1,
                List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "{task_id}",
                "data/",
                "x{task_id}/",
                "{task_id}x/",
                "a/{task_id}.d/",
                "{task_id}*/",
                "{taskid}/"
            })
    void anUnsafePrefixIsRefused(String prefix) {
        assertThatThrownBy(() -> settings(List.of(prefix))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPrefixIsRefused() {
        assertThatThrownBy(() -> settings(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"{task_id}/, archive/{task_id}/", "a/{task_id}/, {task_id}/b/", "x/{task_id}/c/, x/y/{task_id}/"})
    void twoPrefixesByWhichOneTaskCouldHoldAnothersObjectsAreRefused(String one, String other) {
        assertThatThrownBy(() -> settings(List.of(one, other))).hasMessageContaining("ambiguous");
        assertThatThrownBy(() -> settings(List.of(other, one))).hasMessageContaining("ambiguous");
    }

    @ParameterizedTest
    @CsvSource({"{task_id}/, _archive/{task_id}/", "a/{task_id}/, b/{task_id}/", "{task_id}/, {task_id}/logs/"})
    void twoPrefixesThatNeverMeetAreFine(String one, String other) {
        assertThatCode(() -> settings(List.of(one, other))).doesNotThrowAnyException();
    }

    @Test
    void eachPrefixHasTheTaskAndASlash() {
        assertThat(settings(List.of("{task_id}/", "_old/{task_id}/out/")).prefixesOf(new TaskId("task-1")))
                .containsExactly("task-1/", "_old/task-1/out/");
    }

    @Test
    void settingsDoNotTellTheirKeys() {
        assertThat(settings(List.of("{task_id}/")).toString()).doesNotContain("the-access-key", "the-secret");
    }
}
