package io.tasksweep.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static Evidence of(List<byte[]> names) {
        return new Evidence(Counts.of(Unit.KEYS, names.size()), names, true);
    }

    @Property(tries = 1000, seed = "42")
    void namesAreKeptAsTheyAreAndInOrder(@ForAll List<byte[]> names) {
        assertThat(of(names).names()).containsExactlyElementsOf(names);
    }

    @Test
    void nobodyChangesThemAfterwards() {
        byte[] name = "task-1:n:f".getBytes(UTF_8);
        List<byte[]> names = new ArrayList<>(List.of(name));
        Evidence evidence = of(names);
        names.clear();
        name[0] = 'x';
        evidence.names().get(0)[1] = 'x';

        assertThat(evidence.names()).containsExactly("task-1:n:f".getBytes(UTF_8));
        assertThat(evidence.changedAt(Optional.empty()).names()).isSameAs(evidence.names());
    }
}
