package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingRedis;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One glob that stands for several. */
class KeyGlobTest {
    private static final KeyPattern TODAY = new KeyPattern("{task_id}:*:*");
    private static final String LETTERS = "ab\\?[]^-:é";

    private static final TestingRedis REDIS = TestingRedis.start();
    private static final RedisClient CLIENT = new RedisClient(REDIS.port(), 0);

    /** A pattern with an id in its place, and a key that it is meant for. */
    record Wanted(String pattern, String id, String filling) {
        KeyShape shape() {
            return new KeyShape(pattern.replace("{task_id}", id));
        }

        byte[] key() {
            return pattern.replace("{task_id}", id).replace("*", filling).getBytes(UTF_8);
        }
    }

    @AfterContainer
    static void stop() {
        CLIENT.close();
        REDIS.close();
    }

    @Provide
    Arbitrary<Wanted> wanted() {
        Arbitrary<String> words = Arbitraries.strings().withChars(LETTERS).ofMaxLength(3);
        Arbitrary<String> stars = Arbitraries.of("", "*", "*:*", "a*", "*-]");
        Arbitrary<String> fronts = Combinators.combine(words, stars).as((word, star) -> word + star + ":");
        Arbitrary<String> patterns = Combinators.combine(Arbitraries.oneOf(Arbitraries.just(""), fronts), words, stars)
                .as((front, word, star) -> front + "{task_id}:" + word + star);
        Arbitrary<String> ids = Arbitraries.strings()
                .withChars("abA1._-")
                .ofMinLength(1)
                .ofMaxLength(5)
                .filter(id -> TaskId.parse(id).isPresent());
        return Combinators.combine(patterns, ids, words).as(Wanted::new);
    }

    private static byte[] glob(List<Wanted> all) {
        return KeyGlob.of(all.stream().map(Wanted::shape).toList());
    }

    private static String shown(byte[] glob) {
        return new String(glob, UTF_8);
    }

    @Property(tries = 5000, seed = "42")
    void whatOneOfTheShapesMatchesTheGlobMatches(@ForAll @Size(min = 1, max = 9) List<@From("wanted") Wanted> all) {
        byte[] glob = glob(all);
        for (Wanted one : all) {
            assertThat(one.shape().matches(one.key())).isTrue();
            assertThat(RedisGlob.matches(glob, one.key()))
                    .as(one + " by " + shown(glob))
                    .isTrue();
        }
    }

    @Property(tries = 5000, seed = "42")
    void theGlobOfAShapeAloneHasNothingButItsStarsThatMeansMore(@ForAll("wanted") Wanted one) {
        String escaped = one.pattern().replace("{task_id}", one.id()).replaceAll("([\\\\?\\[\\]^])", "\\\\$1");
        assertThat(shown(KeyGlob.of(List.of(one.shape(), one.shape())))).isEqualTo(escaped);
    }

    @Property(tries = 300, seed = "42")
    void redisFindsByItWhatOneOfTheShapesMatches(@ForAll @Size(min = 1, max = 9) List<@From("wanted") Wanted> all) {
        CLIENT.ask(Command.FLUSHALL);
        all.forEach(one -> CLIENT.set(one.key(), "value"));
        Set<String> names = new TreeSet<>();
        all.forEach(one -> names.add(new String(one.key(), ISO_8859_1)));

        assertThat(found(glob(all))).as(shown(glob(all))).isEqualTo(names);
    }

    @Property(tries = 1500, seed = "42")
    void redisFindsWhatTheModelOfItSays(
            @ForAll("globs") String glob, @ForAll @Size(value = 6) List<@From("texts") String> keys) {
        CLIENT.ask(Command.FLUSHALL);
        keys.forEach(key -> CLIENT.set(key.getBytes(UTF_8), "value"));
        Set<String> expected = new TreeSet<>();
        keys.stream()
                .filter(key -> RedisGlob.matches(glob.getBytes(UTF_8), key.getBytes(UTF_8)))
                .forEach(key -> expected.add(new String(key.getBytes(UTF_8), ISO_8859_1)));

        assertThat(found(glob.getBytes(UTF_8))).as(glob).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab[]^-\\*?").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab[]^-\\").ofMinLength(1).ofMaxLength(4);
    }

    private static Set<String> found(byte[] glob) {
        Set<String> names = new TreeSet<>();
        CLIENT.ask(Command.SCAN, 0, "MATCH", glob, "COUNT", 1_000)
                .ifPresent(answer -> answer.get(1).forEach(key -> names.add(new String(key.toBytes(), ISO_8859_1))));
        return names;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "task-1, task-1, task-1:*:*",
                "task-1, task-2, task-[12]:*:*",
                "a-b, a.b, a[\\-\\.]b:*:*",
                "task-1, task-10, task-1[0\\:]*",
                "task-9, other, [ot][at][hs][ek][\\-r][9\\:]*"
            })
    void theGlobHasEachLetterThatOneOfThemHas(String one, String other, String glob) {
        assertThat(shown(KeyGlob.of(List.of(TODAY.shape(new TaskId(one)), TODAY.shape(new TaskId(other))))))
                .isEqualTo(glob);
    }

    @ParameterizedTest
    @CsvSource({"x*:{task_id}, 'x*:task-[12]'", "*:{task_id}, '*:task-[12]'", "{task_id}, 'task-[12]'"})
    void alsoFromTheEnd(String pattern, String glob) {
        List<KeyShape> shapes = Stream.of("task-1", "task-2")
                .map(id -> new KeyShape(pattern.replace("{task_id}", id)))
                .toList();
        assertThat(shown(KeyGlob.of(shapes))).isEqualTo(glob);
    }

    @Test
    void ofRandomIdsNextToNothingElseIsLetThrough() {
        List<KeyShape> shapes = IntStream.range(0, 16)
                .mapToObj(i -> TODAY.shape(
                        new TaskId(UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString())))
                .toList();
        byte[] glob = KeyGlob.of(shapes);
        List<String> let = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String foreign = UUID.nameUUIDFromBytes(("foreign " + i).getBytes(UTF_8)) + ":node:function";
            if (RedisGlob.matches(glob, foreign.getBytes(UTF_8))) {
                let.add(foreign);
            }
        }
        assertThat(let).hasSizeLessThan(10);
    }
}
