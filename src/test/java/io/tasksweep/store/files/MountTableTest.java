package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static MountTable with(String point) {
        return MountTable.of(Stream.of("36 35 98:0 /from " + point + " rw,noatime master:1 - ext3 /dev/root rw"));
    }

    @Test
    void aMountOnThePathOrBelowIsFound() {
        assertThat(with("/share/task-1").hasAnyAtOrBelow(Path.of("/share/task-1")))
                .isTrue();
        assertThat(with("/share/task-1/a/b").hasAnyAtOrBelow(Path.of("/share/task-1")))
                .isTrue();
    }

    @Test
    void aMountAboveOrNextToItIsNot() {
        assertThat(with("/share").hasAnyAtOrBelow(Path.of("/share/task-1"))).isFalse();
        assertThat(with("/share/task-10").hasAnyAtOrBelow(Path.of("/share/task-1")))
                .isFalse();
        assertThat(with("/").hasAnyAtOrBelow(Path.of("/share/task-1"))).isFalse();
    }

    @Test
    void escapedCharactersAreRead() {
        assertThat(with("/my\\040share/task-1/tab\\011").points()).containsExactly("/my share/task-1/tab\t");
        assertThat(with("/my\\040share/task-1/x").hasAnyAtOrBelow(Path.of("/my share/task-1")))
                .isTrue();
        assertThat(with("/back\\134040slash").points()).containsExactly("/back\\040slash");
        assertThat(with("/money$1\\134").points()).containsExactly("/money$1\\");
    }

    @Test
    void linesThatMakeNoSenseAreNoMounts() {
        assertThat(MountTable.of(Stream.of("", "too short")).points()).isEmpty();
    }

    @Test
    void thisSystemHasMountsOfItsOwn() throws IOException {
        MountTable table = MountTable.read();
        assertThat(table.points()).contains("/", "/proc");
        assertThat(table.hasAnyAtOrBelow(Path.of("/proc"))).isTrue();
    }
}
