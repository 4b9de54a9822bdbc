package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tasksweep.domain.TaskId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
    private static final KeyPattern TODAY = new KeyPattern("{task_id}:*:*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "keys:*",
                "*{task_id}*",
                "{task_id}*",
                "*{task_id}",
                "a{task_id}:*",
                "{task_id}.x",
                "{task_id}:{task_id}"
            })
    void i12_aPatternThatCouldTakeAnotherTasksKeysIsNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyPattern(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-1:n:f", "task-1::", "task-1:n:f:more", "task-1:*:?"})
    void theTasksKeysMatch(String key) {
        assertThat(TODAY.matches(new TaskId("task-1"), key.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-1:n", "task-10:n:f", "task-1", "xtask-1:n:f", "Task-1:n:f", "task-1.bak:n:f", ""})
    void foreignKeysDoNot(String key) {
        assertThat(TODAY.matches(new TaskId("task-1"), key.getBytes(UTF_8))).isFalse();
    }

    @Test
    void aPatternWithoutAStarStandsForOneKey() {
        KeyPattern exact = new KeyPattern("workflow_state:{task_id}");
        assertThat(exact.exact()).isTrue();
        assertThat(TODAY.exact()).isFalse();
        assertThat(new KeyPattern("*:{task_id}").exact()).isFalse();
        assertThat(exact.key(new TaskId("a"))).isEqualTo("workflow_state:a".getBytes(UTF_8));
        assertThat(exact.matches(new TaskId("a"), "workflow_state:a".getBytes(UTF_8)))
                .isTrue();
        assertThat(exact.matches(new TaskId("a"), "workflow_state:ab".getBytes(UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:a:m:n:y", "x:a::m:n:y", "x:a:m:m:n:y", "x:a:q:m:q:n:y", "x:a::m:n::y"})
    void literalsInTheMiddleAreFoundInOrder(String key) {
        assertThat(new KeyPattern("x:{task_id}:*m:*n*:y").matches(new TaskId("a"), key.getBytes(UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x:a:y", "x:a:m:y", "x:a:n:m:y", "x:a:m:n", "x:a:m:n:", "x:a:mn:y", "x:a:m:ny", "x:b:m:n:y"})
    void literalsThatOverlapOrAreOutOfOrderAreNot(String key) {
        assertThat(new KeyPattern("x:{task_id}:*m:*n*:y").matches(new TaskId("a"), key.getBytes(UTF_8)))
                .isFalse();
    }

    @Property(tries = 1000, seed = "42")
    void onlyKeysThatBeginWithTheTasksNameMatch(@ForAll("ids") String id, @ForAll String key) {
        boolean own = key.startsWith(id + ":") && key.substring(id.length() + 1).contains(":");
        assertThat(TODAY.matches(new TaskId(id), key.getBytes(UTF_8))).isEqualTo(own);
    }

    @Property(tries = 1000, seed = "42")
    void noTaskOwnsAnotherTasksKey(@ForAll("ids") String id, @ForAll("ids") String other) {
        boolean same = id.equals(other);
        assertThat(TODAY.matches(new TaskId(id), (other + ":node:function").getBytes(UTF_8)))
                .isEqualTo(same);
    }

    @Property(tries = 1000, seed = "42")
    void m8_escapedTextMatchesOnlyItself(@ForAll("literals") String literal) {
        KeyPattern pattern = new KeyPattern(literal + ":{task_id}:*");
        String glob = pattern.glob(new TaskId("a"));
        String unescaped = glob.replaceAll("\\\\(.)", "$1");
        assertThat(unescaped).isEqualTo(literal + ":a:*");
        assertThat(glob.replaceAll("\\\\.", "")).doesNotContainPattern("[?\\[\\]^\\\\]");
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("ab1._-")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(id -> TaskId.parse(id).isPresent());
    }

    @Provide
    Arbitrary<String> literals() {
        return Arbitraries.strings().withChars("ab?[]^\\-:").ofMaxLength(8);
    }
}
