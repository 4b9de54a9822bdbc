package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTableTest {
    private static MountTable with(String point) {
        return with("/from", point);
    }

    private static MountTable with(String source, String point) {
        return MountTable.of("35 1 98:0 / / rw - ext3 /dev/root rw\n"
                + "36 35 98:0 " + source + " " + point + " rw,noatime master:1 - ext3 /dev/root rw\n"
                + "37 35 0:5 / /proc rw - proc proc rw\n");
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
        assertThat(with("/my\\040share/task-1/tab\\011").points())
                .containsExactly("/", "/my share/task-1/tab\t", "/proc");
        assertThat(with("/my\\040share/task-1/x").hasAnyAtOrBelow(Path.of("/my share/task-1")))
                .isTrue();
        assertThat(with("/back\\134040slash").points()).containsExactly("/", "/back\\040slash", "/proc");
        assertThat(with("/money$1\\134").points()).containsExactly("/", "/money$1\\", "/proc");
    }

    /** Of the characters that end a line somewhere, the kernel escapes the line feed only. */
    @Tag("F05")
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\u000b", "\f", "\u0085", "\\012"})
    void noCharacterInANameHidesAMount(String odd) {
        assertThat(with("/from" + odd + "here", "/share/task-1/x").hasAnyAtOrBelow(Path.of("/share/task-1")))
                .isTrue();
        assertThat(with("/share/task-1/x" + odd).hasAnyAtOrBelow(Path.of("/share/task-1")))
                .isTrue();
        assertThat(with("/share" + odd + "/task-1").points()).hasSize(3);
    }

    @Test
    void namesAreComparedAsBytes() {
        Path task = Path.of(URI.create("file:///share/%C3%A9%0D/task-1")); // under any locale
        assertThat(with("/share/\u00c3\u00a9\r/task-1/\u00ff").hasAnyAtOrBelow(task))
                .isTrue();
    }

    @Test
    void linesThatMakeNoSenseAreNoMounts() {
        assertThat(MountTable.of("\ntoo short\n").points()).isEmpty();
    }

    @Test
    void thisSystemHasMountsOfItsOwn() throws IOException {
        MountTable table = MountTable.read();
        assertThat(table.points()).contains("/", "/proc");
        assertThat(table.hasAnyAtOrBelow(Path.of("/proc"))).isTrue();
    }
}
