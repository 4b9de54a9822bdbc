package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {
    private static RedisSettings of(String... patterns) {
        return new RedisSettings(
                RedisSettings.Mode.STANDALONE,
                "127.0.0.1",
                6379,
                List.of(),
                "mymaster",
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Stream.of(patterns).map(KeyPattern::new).toList(),
                Duration.ofSeconds(1));
    }

    @Test
    void patternsThatShareNoKeyAreFine() {
        assertThat(of("{task_id}:*:*", "workflow_state:{task_id}").keyPatterns())
                .hasSize(2);
    }

    @Test
    void i12_thereAreNoneByWhichATaskCouldTakeAnotherTasksKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("workflow_state:{task_id}", "{task_id}:*"))
                .withMessageContaining("'{task_id}:*' and 'workflow_state:{task_id}', which are ambiguous");
    }

    @Test
    void thereAreNoneWithoutAPattern() {
        assertThatIllegalArgumentException().isThrownBy(() -> of()).withMessageContaining("at least one pattern");
    }
}
