package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.TaskId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnKeysTest {
    @Test
    void aTasksKeysLieOnOneNodeOfACluster() {
        assertThat(OwnKeys.receipt(new TaskId("task-1"))).isEqualTo("tasksweep:receipt:{task-1}");
        assertThat(OwnKeys.lease(new TaskId("task-1"))).isEqualTo("tasksweep:lease:{task-1}");
    }

    @ParameterizedTest
    @Tag("I18")
    @ValueSource(strings = {"tasksweep:", "tasksweep:open", "tasksweep:receipt:{a}", "tasksweep:x:y"})
    void whatBeginsLikeOursIsOurs(String key) {
        assertThat(OwnKeys.isOwn(key.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasksweep", "tasksweep;a:b", "Tasksweep:open", "xtasksweep:open", "task"})
    void whatDoesNotIsNot(String key) {
        assertThat(OwnKeys.isOwn(key.getBytes(UTF_8))).isFalse();
    }
}
