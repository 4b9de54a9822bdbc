package io.tasksweep.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    private final FoundKeys found = new FoundKeys(TASK);

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
        FoundKeys keys = new FoundKeys(TASK);
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

    @Test
    void twentyThousandKeysOfUsualLengthAreKept() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            names.add("task-1:node-" + i + ":ffmpeg.extract_audio");
        }
        found.add(bytes(names));

        assertThat(found.evidence().complete()).isTrue();
        assertThat(text(found.evidence().names())).isEqualTo(names);
    }

    @Test
    void whatMemoryIsNotMadeForIsOnlySaidToBeThere() {
        int many = FoundKeys.MOST_BYTES / 10_000 + 2;
        List<byte[]> names = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            names.add(("task-1:" + "x".repeat(10_000) + i).getBytes(ISO_8859_1));
        }

        assertThat(found.add(names)).hasSize(many);
        assertThat(found.add(names)).as("those that are not kept").hasSizeBetween(1, 3);
        assertThat(found.evidence().complete()).isFalse();
        assertThat(found.evidence().names()).hasSizeLessThan(many);
    }

    @Test
    void aLookThatBrokeOffIsNotComplete() {
        found.add(bytes(List.of("task-1:n:f")));
        assertThat(found.part().complete()).isFalse();
    }

    @Test
    void oneThatIsTooLongToBeKeptIsThereAllTheSame() {
        found.add(List.of(new byte[FoundKeys.MOST_BYTES + 1]));

        assertThat(found.evidence().isEmpty()).isFalse();
        assertThat(found.evidence().complete()).isFalse();
    }
}
