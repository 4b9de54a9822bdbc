package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.until;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FoundKeysTest {
    private static final TaskId TASK = new TaskId("task-1");

    /** What there is of a heap of 64 MB. */
    private static final long ROOM = 8 << 20;

    private final KeyRoom room = new KeyRoom(ROOM);
    private final FoundKeys found = new FoundKeys(TASK, room);

    private static List<String> text(List<byte[]> names) {
        return names.stream().map(name -> new String(name, ISO_8859_1)).toList();
    }

    private static List<byte[]> bytes(List<String> names) {
        return names.stream().map(name -> name.getBytes(ISO_8859_1)).toList();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab:\u0000\u00ff").ofMaxLength(4),
                Arbitraries.strings()
                        .withChars("ab:\u0000\u00ff")
                        .ofMaxLength(4)
                        .map(name -> "task-1:" + name));
    }

    @Property(tries = 1000, seed = "42")
    void eachIsKeptOnceAndAsItWas(@ForAll @Size(max = 300) List<@From("names") String> names) {
        FoundKeys keys = new FoundKeys(TASK, room);
        Set<String> expected = new LinkedHashSet<>();
        for (String name : names) {
            boolean isNew = expected.add(name);
            assertThat(keys.add(bytes(List.of(name)))).hasSize(isNew ? 1 : 0);
        }
        Evidence evidence = keys.evidence();

        assertThat(text(evidence.names())).containsExactlyElementsOf(expected);
        assertThat(evidence.counts().get(Unit.KEYS)).isEqualTo(expected.size());
        assertThat(evidence.complete()).isTrue();
    }

    private static List<byte[]> twentyThousand() {
        return bytes(IntStream.range(0, 20_000)
                .mapToObj(i -> "task-1:node-" + i + ":ffmpeg.extract_audio")
                .toList());
    }

    private static List<byte[]> longNames(int many) {
        return bytes(IntStream.range(0, many)
                .mapToObj(i -> "task-1:" + "x".repeat(10_000) + i)
                .toList());
    }

    /** Whether all of it is free, as soon as the collector has noticed. */
    private void isFreeInTheEnd() {
        until(() -> {
            System.gc();
            boolean free = room.take(ROOM);
            if (free) {
                room.give(ROOM);
            }
            return free;
        });
    }

    @Test
    void twentyThousandKeysOfUsualLengthAreKept() {
        List<byte[]> names = twentyThousand();
        found.add(names);

        assertThat(found.evidence().complete()).isTrue();
        assertThat(found.evidence().names()).containsExactlyElementsOf(names);
    }

    @Test
    void whatMemoryIsNotMadeForIsOnlySaidToBeThere() {
        int many = (int) room.mostOfOne() / 10_000 + 2;
        List<byte[]> names = longNames(many);

        assertThat(found.add(names)).hasSize(many);
        assertThat(found.add(names)).as("those that are not kept").isNotEmpty().hasSizeLessThan(many);
        assertThat(found.evidence().complete()).isFalse();
        assertThat(found.evidence().names()).isEmpty();
    }

    @Test
    void manyLooksTogetherTakeNoMoreThanThereIs() {
        List<FoundKeys> looks =
                Stream.generate(() -> new FoundKeys(TASK, room)).limit(64).toList();
        looks.forEach(look -> look.add(twentyThousand()));
        List<Evidence> seen = looks.stream().map(FoundKeys::evidence).toList();

        assertThat(seen.stream().filter(Evidence::complete)).hasSizeBetween(4, 20);
        assertThat(seen).noneMatch(Evidence::isEmpty);
        assertThat(room.take(ROOM / 4)).isFalse();
    }

    @Test
    void whatALookHasTakenIsGivenBackWhenItIsOver() {
        found.add(longNames(100));
        assertThat(room.take(ROOM)).isFalse();
        found.close();
        found.close();
        assertThat(room.take(ROOM)).isTrue();
        assertThat(room.take(1)).isFalse();
    }

    @Test
    void whatItHasSeenTakesRoomForAsLongAsAnybodyHasIt() {
        found.add(twentyThousand());
        Evidence seen = found.evidence().watchedBy(1);
        found.close();
        untilTheCollectorHasBeenHere();

        assertThat(room.take(ROOM)).isFalse();
        assertThat(seen.names()).hasSize(20_000);
        seen = Evidence.NOTHING;
        isFreeInTheEnd();
        assertThat(seen.names()).isEmpty();
    }

    private static void untilTheCollectorHasBeenHere() {
        KeyRoom control = new KeyRoom(1);
        assertThat(control.take(1)).isTrue();
        control.giveWhenGone(new Object(), 1);
        until(() -> {
            System.gc();
            return control.take(1);
        });
    }

    @Test
    void itIsGivenBackAtOnceWhenTheKeysAreDeleted() {
        for (int deletion = 0; deletion < 64; deletion++) {
            try (FoundKeys keys = new FoundKeys(TASK, room)) {
                keys.add(twentyThousand());
                Evidence seen = keys.evidence();
                assertThat(seen.complete()).isTrue();
                KeptNames.giveBack(seen.names());
                KeptNames.giveBack(seen.names());
            }
        }
        assertThat(room.take(ROOM)).isTrue();
        assertThat(room.take(1)).isFalse();
    }

    @Test
    void nobodyChangesNamesAfterwards() {
        byte[] name = "task-1:n:f".getBytes(ISO_8859_1);
        found.add(List.of(name));
        Evidence seen = found.evidence();
        name[7] = 'x';
        seen.names().get(0)[8] = 'x';
        found.add(bytes(List.of("task-1:n:g")));

        assertThat(text(seen.names())).containsExactly("task-1:n:f");
    }

    @Test
    void namesTakeWhatTheySay() {
        found.add(twentyThousand());
        found.add(bytes(List.of("workflow_state:task-1")));

        assertThat(((KeptNames) found.evidence().names()).memory())
                .isEqualTo(twentyThousand().stream()
                                .mapToInt(name -> name.length - "task-1:".length() + 1)
                                .sum()
                        + "workflow_state:task-1".length()
                        + 1
                        + 20_001L * Integer.BYTES);
    }

    @Test
    void aLookThatBrokeOffIsNotComplete() {
        found.add(bytes(List.of("task-1:n:f")));
        assertThat(found.part().complete()).isFalse();
    }

    @Test
    void oneThatIsTooLongToBeKeptIsThereAllTheSame() {
        found.add(List.of(new byte[2 * (int) room.mostOfOne()]));

        assertThat(found.evidence().isEmpty()).isFalse();
        assertThat(found.evidence().complete()).isFalse();
    }
}
