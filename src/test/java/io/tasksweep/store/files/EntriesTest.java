package io.tasksweep.store.files;

import static io.tasksweep.store.files.TestingShare.NEIGHBOUR;
import static io.tasksweep.store.files.TestingShare.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Unit;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a name in a directory may stand for. Numbers as F06 are those of the robustness catalogue. */
class EntriesTest {
    @RegisterExtension
    final TestingShare share = TestingShare.withNeighbour();

    private void assertRefused() {
        SortedMap<String, String> before = share.snapshot();
        assertThat(share.survey().isEmpty()).isFalse();
        Erased erased = share.erase();
        assertThat(erased.gone().isEmpty()).isTrue();
        assertThat(erased.failures()).extracting(Failure::code).containsExactly(FailureCode.NOT_A_DIRECTORY);
        assertThat(erased.failures()).noneMatch(Failure::retriable);
        assertThat(share.snapshot()).isEqualTo(before);
        assertThat(share.survey().isEmpty()).isFalse();
    }

    @Tag("F06")
    @Tag("I01")
    @ParameterizedTest
    @ValueSource(strings = {"task-10", "../outside", "/", "nowhere", "task-1"})
    void aLinkThatBearsTheTasksNameIsRefusedAndLeftAsItIs(String target) {
        share.link("task-1", Path.of(target));
        assertRefused();
    }

    @Tag("F06")
    @Tag("I01")
    @Test
    void aFileThatBearsTheTasksNameIsRefusedAndLeftAsItIs() {
        share.file("task-1", "no directory");
        assertRefused();
    }

    @Tag("F06")
    @Tag("I01")
    @Test
    void aPipeThatBearsTheTasksNameIsRefusedAndLeftAsItIs() {
        share.shell("mkfifo task-1");
        assertRefused();
    }

    @Tag("F07")
    @Tag("I01")
    @Test
    void linksGoAndWhatTheyPointToStays() {
        SortedMap<String, String> before = share.snapshot();
        share.link("task-1/file", share.outside().resolve("precious"));
        share.link("task-1/directory", share.outside());
        share.link("task-1/a/relative", Path.of("../../../outside"));
        share.link("task-1/parent", Path.of(".."));
        share.link("task-1/neighbour", Path.of("../task-10"));
        share.link("task-1/dangling", Path.of("/nowhere/at/all"));
        share.link("task-1/loop", Path.of("loop"));
        assertThat(share.eraseAll().gone().get(Unit.FILES)).isEqualTo(7);
        assertThat(share.snapshot()).isEqualTo(before);
    }

    @Tag("F09")
    @Tag("I01")
    @Tag("I02")
    @Test
    void hardLinksOfANeighbourKeepTheirContent() {
        Path kept = share.at(NEIGHBOUR + "/kept");
        share.directory("task-1");
        SortedMap<String, String> before = share.snapshot();
        before.remove("share/task-1/");
        attempt(() -> Files.createLink(share.at("task-1/shared"), kept));
        assertThat(share.eraseAll().gone().get(Unit.BYTES)).isEqualTo("of the neighbour".length());
        assertThat(share.snapshot()).isEqualTo(before);
        assertThat(attempt(() -> Files.getAttribute(kept, "unix:nlink"))).isEqualTo(1);
    }

    /** Nothing is opened or read. */
    @Tag("F10")
    @Test
    void pipesSocketsAndSparseFilesGoWithoutBeingOpened() {
        share.directory("task-1");
        share.shell("mkfifo task-1/pipe; : > task-1/locked; chmod 000 task-1/locked");
        long terabyte = 1L << 40;
        attempt(() -> {
            try (RandomAccessFile sparse =
                            new RandomAccessFile(share.at("task-1/sparse").toFile(), "rw");
                    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                sparse.setLength(terabyte);
                return socket.bind(UnixDomainSocketAddress.of(share.at("task-1/socket")));
            }
        });
        List<String> opened = new CopyOnWriteArrayList<>();
        share.behaves(new OddHandle.Quirk() {
            @Override
            public void beforeOpening(Path name) {
                opened.add(name.toString());
            }
        });
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(4);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(terabyte);
        assertThat(opened).contains("task-1").doesNotContain("pipe", "locked", "sparse", "socket");
    }

    @Tag("F11")
    @Test
    void namesNeedNotBeText() {
        share.directory("task-1");
        share.shell("""
                cd task-1
                long=$(printf '%0255d' 0)
                for name in "$(printf '\\377\\376bad')" "$(printf 'a\\nb')" "$(printf '\\033[31mred')" "$long" \\
                        -rf '*' '~' "$(printf '\\344\\270\\255\\346\\226\\207')" ' ' '\\' '...'; do
                    mkdir -- "$name"
                    : > "./$name/$name"
                done
                """);
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(11);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(12);
    }

    @Test
    void countsAreThoseOfTheTree() {
        share.file("task-1/one", "12345");
        share.file("task-1/a/b/two", "678");
        share.directory("task-1/a/empty");
        share.link("task-1/a/link", Path.of("b/two"));
        Erased erased = share.eraseAll();
        assertThat(erased.gone().get(Unit.FILES)).isEqualTo(3);
        assertThat(erased.gone().get(Unit.DIRECTORIES)).isEqualTo(4);
        assertThat(erased.gone().get(Unit.BYTES)).isEqualTo(8);
    }

    @Test
    void anEmptyDirectoryIsATaskToo() {
        share.directory("task-1");
        assertThat(share.survey().isEmpty()).isFalse();
        assertThat(share.eraseAll().gone().get(Unit.DIRECTORIES)).isEqualTo(1);
    }
}
