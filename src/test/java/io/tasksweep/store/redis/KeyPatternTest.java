package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tasksweep.domain.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
    private static final KeyPattern TODAY = new KeyPattern("{task_id}:*:*");
    private static final KeyPattern LEGACY = new KeyPattern("workflow_state:{task_id}");

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
                "{task_id}:{task_id}",
                "*:{task_id}",
                "*:{task_id}:*",
                "a*:{task_id}",
                "tasksweep:{task_id}",
                "tasksweep:receipt:{task_id}"
            })
    void i12_aPatternThatCouldTakeKeysOfAnotherTaskOrOfTheServiceIsNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyPattern(text));
    }

    private static boolean matches(KeyPattern pattern, String id, String key) {
        return pattern.shape(new TaskId(id)).matches(key.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-1:n:f", "task-1::", "task-1:n:f:more", "task-1:*:?"})
    void theTasksKeysMatch(String key) {
        assertThat(matches(TODAY, "task-1", key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-1:n", "task-10:n:f", "task-1", "xtask-1:n:f", "Task-1:n:f", "task-1.bak:n:f", ""})
    void foreignKeysDoNot(String key) {
        assertThat(matches(TODAY, "task-1", key)).isFalse();
    }

    @Test
    void aPatternWithoutAStarStandsForOneKey() {
        assertThat(LEGACY.exact()).isTrue();
        assertThat(TODAY.exact()).isFalse();
        assertThat(LEGACY.key(new TaskId("a"))).isEqualTo("workflow_state:a".getBytes(UTF_8));
        assertThat(matches(LEGACY, "a", "workflow_state:a")).isTrue();
        assertThat(matches(LEGACY, "a", "workflow_state:ab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:a:m:n:y", "x:a::m:n:y", "x:a:m:m:n:y", "x:a:q:m:q:n:y", "x:a::m:n::y"})
    void literalsInTheMiddleAreFoundInOrder(String key) {
        assertThat(matches(new KeyPattern("x:{task_id}:*m:*n*:y"), "a", key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x:a:y", "x:a:m:y", "x:a:n:m:y", "x:a:m:n", "x:a:m:n:", "x:a:mn:y", "x:a:m:ny", "x:b:m:n:y"})
    void literalsThatOverlapOrAreOutOfOrderAreNot(String key) {
        assertThat(matches(new KeyPattern("x:{task_id}:*m:*n*:y"), "a", key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{task_id}:*, workflow_state:{task_id}",
        "{task_id}:*:*, workflow_state:{task_id}:*",
        "{task_id}:*:*, a:b:{task_id}",
        "{task_id}:*:x, x:{task_id}:x",
        "{task_id}:z:y, x:{task_id}:*",
        "{task_id}:x*, x:{task_id}",
        "{task_id}:*x, x:{task_id}",
        "state:{task_id}:*, state:old:{task_id}",
        "{task_id}:é:*, old:é:{task_id}"
    })
    void i12_byTwoPatternsAKeyCouldBeOfTwoTasks(String one, String other) {
        assertThat(new KeyPattern(one).canTakeKeysOf(new KeyPattern(other))).isTrue();
        assertThat(new KeyPattern(other).canTakeKeysOf(new KeyPattern(one))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{task_id}:*:*, workflow_state:{task_id}",
        "{task_id}:*, {task_id}",
        "{task_id}:state, state:{task_id}",
        "{task_id}:_old:*, workflow_state:{task_id}:*",
        "{task_id}:*, _old:{task_id}",
        "{task_id}, state:{task_id}",
        "a:{task_id}:*, b:{task_id}:*",
        "{task_id}:x:*z, old:{task_id}:y",
        "{task_id}:é:*, old:{task_id}"
    })
    void byTheseItCannot(String one, String other) {
        assertThat(new KeyPattern(one).canTakeKeysOf(new KeyPattern(other))).isFalse();
        assertThat(new KeyPattern(other).canTakeKeysOf(new KeyPattern(one))).isFalse();
    }

    /** Every pair of many short patterns, compared with the owners that they give to all short keys that any of them has. */
    @Test
    void i12_aPairIsAmbiguousExactlyIfSomeKeyHasTwoOwners() {
        List<KeyPattern> patterns = shortPatterns();
        List<String> keys = patterns.stream()
                .flatMap(pattern -> shortKeys(pattern.text()))
                .distinct()
                .toList();
        List<List<String>> owners = patterns.stream()
                .map(pattern -> keys.stream().map(key -> owner(pattern, key)).toList())
                .toList();
        int ambiguous = 0;
        for (int one = 0; one < patterns.size(); one++) {
            for (int other = 0; other < one; other++) {
                boolean told = areAmbiguous(patterns.get(one), patterns.get(other));
                assertThat(told)
                        .as(patterns.get(one) + " and " + patterns.get(other))
                        .isEqualTo(haveTwoOwners(owners.get(one), owners.get(other)));
                ambiguous += told ? 1 : 0;
            }
        }
        assertThat(ambiguous).isBetween(100, patterns.size() * patterns.size() / 2 - 100);
    }

    private static boolean areAmbiguous(KeyPattern one, KeyPattern other) {
        return one.canTakeKeysOf(other) || other.canTakeKeysOf(one);
    }

    private static boolean haveTwoOwners(List<String> ones, List<String> others) {
        return IntStream.range(0, ones.size())
                .filter(key -> !ones.get(key).isEmpty() && !others.get(key).isEmpty())
                .anyMatch(key -> !ones.get(key).equals(others.get(key)));
    }

    private static List<KeyPattern> shortPatterns() {
        return Stream.of("", "a:", "b:", "a:a:", "a:b:")
                .flatMap(front -> texts(List.of("a", ":", "*"), 2).stream().map(back -> front + "{task_id}:" + back))
                .flatMap(text -> Stream.of(text, text.substring(0, text.indexOf('}') + 1)))
                .distinct()
                .map(KeyPattern::new)
                .toList();
    }

    private static Stream<String> shortKeys(String pattern) {
        List<String> fillings = texts(List.of("a", "b", ":"), 2);
        return Stream.of("a", "b", "aa", "ab", "ba")
                .map(id -> pattern.replace("{task_id}", id))
                .flatMap(filled -> fillings.stream().map(filling -> filled.replace("*", filling)));
    }

    /** All that have so many parts at most. */
    private static List<String> texts(List<String> parts, int most) {
        List<String> all = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= most; length++) {
            List<String> shorter = List.copyOf(all.subList(from, all.size()));
            from = all.size();
            shorter.forEach(text -> parts.forEach(part -> all.add(text + part)));
        }
        return all;
    }

    /** The only task whose key it is by that pattern; empty if there is none. */
    private static String owner(KeyPattern pattern, String key) {
        List<String> owners = Arrays.stream(key.split(":"))
                .distinct()
                .filter(part -> TaskId.parse(part).isPresent())
                .filter(id -> matches(pattern, id, key))
                .toList();
        assertThat(owners).as(key + " by " + pattern).hasSizeLessThan(2);
        return String.join("", owners);
    }

    @Property(tries = 5000, seed = "42")
    void i12_whatTwoPatternsGiveToTwoTasksIsFoundOut(
            @ForAll("patterns") String one,
            @ForAll("patterns") String other,
            @ForAll("ids") String id,
            @ForAll("fillings") String filling) {
        KeyPattern first = new KeyPattern(one);
        KeyPattern second = new KeyPattern(other);
        String key = one.replace("{task_id}", id).replace("*", filling);
        String owner = owner(second, key);
        assertThat(owner(first, key)).isEqualTo(id);
        if (!owner.isEmpty() && !owner.equals(id)) {
            assertThat(areAmbiguous(first, second))
                    .as(key + " of " + id + " and " + owner)
                    .isTrue();
        }
    }

    @Property(tries = 1000, seed = "42")
    @Tag("I18")
    void noPatternReachesTheServicesOwnRecords(
            @ForAll("patterns") String text, @ForAll("ids") String id, @ForAll("fillings") String filling) {
        for (String pattern : List.of(text, "{task_id}:*")) {
            for (String task : List.of(id, "tasksweep")) {
                String key = pattern.replace("{task_id}", task).replace("*", filling);
                List<KeyShape> shapes = List.of(new KeyPattern(pattern).shape(new TaskId(task)));
                assertThat(TaskKeys.isOf(shapes, key.getBytes(UTF_8)))
                        .as(key)
                        .isNotEqualTo(key.startsWith("tasksweep:"));
            }
        }
    }

    @Property(tries = 1000, seed = "42")
    void onlyKeysThatBeginWithTheTasksNameMatch(@ForAll("ids") String id, @ForAll String key) {
        boolean own = key.startsWith(id + ":") && key.substring(id.length() + 1).contains(":");
        assertThat(matches(TODAY, id, key)).isEqualTo(own);
    }

    @Property(tries = 1000, seed = "42")
    void noTaskOwnsAnotherTasksKey(@ForAll("ids") String id, @ForAll("ids") String other) {
        assertThat(matches(TODAY, id, other + ":node:function")).isEqualTo(id.equals(other));
    }

    @Property(tries = 1000, seed = "42")
    void m8_escapedTextMatchesOnlyItself(@ForAll("literals") String literal) {
        KeyShape shape = new KeyPattern(literal + ":{task_id}:*").shape(new TaskId("a"));
        String glob = new String(KeyGlob.of(List.of(shape)), UTF_8);
        String unescaped = glob.replaceAll("\\\\(.)", "$1");
        assertThat(unescaped).isEqualTo(literal + ":a:*");
        assertThat(glob.replaceAll("\\\\.", "")).doesNotContainPattern("[?\\[\\]^\\\\]");
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> backs =
                Arbitraries.strings().withChars("ab_:*").ofMaxLength(6).map(text -> ":" + text);
        return Combinators.combine(
                        Arbitraries.of("", "", "a:", "b:", "a:b:", "a:a:", "ab:", "b:a:b:"),
                        Arbitraries.oneOf(Arbitraries.just(""), backs))
                .as((front, back) -> front + "{task_id}" + back);
    }

    @Provide
    Arbitrary<String> fillings() {
        return Arbitraries.strings().withChars("ab:").ofMaxLength(3);
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
