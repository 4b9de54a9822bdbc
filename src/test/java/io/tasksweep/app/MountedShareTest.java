package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static io.tasksweep.testing.FailingShare.OTHERS;
import static io.tasksweep.testing.FailingShare.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FailingShare;
import io.tasksweep.testing.Mounts;
import io.tasksweep.testing.Snapshots;
import io.tasksweep.testing.TestingService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole service on a share that is mounted, unmounted, read-only, full or frozen. Needs root. */
@Tag("root")
class MountedShareTest {
    private static final Map<String, Object> SHORT = Map.of("stores.timeout", "2s", "deletion.timeout", "6s");

    private static final String MARKER = ".this-is-the-share";

    private final Mounts mounts = Mounts.asRoot();

    @Test
    @Tag("F01")
    void aShareThatIsUnmountedUnderTheServiceIsNoEmptyShare() {
        Path[] image = new Path[1];
        try (FailingShare failing = FailingShare.on(mounts, share -> image[0] = mounts.ext4(share), SHORT)) {
            Path share = failing.platform().share();
            mounts.unmount(share);
            assertThat(share).isEmptyDirectory();
            failing.assertOnlyFilesFailed(failing.delete(), true);
            failing.assertStillFailed(true);
            assertThat(failing.service().delete("task-2", false).status())
                    .as("never 404")
                    .isEqualTo(200);
            assertThat(share).isEmptyDirectory();
            mounts.again(image[0], share);
            failing.assertRepeatEndsIt();
        }
    }

    @Test
    @Tag("F01")
    void aShareThatIsNotMountedAtTheStartIsMissedByItsMarker() {
        Path[] image = new Path[1];
        Map<String, Object> marked = Map.of("files.marker", MARKER, "stores.timeout", "2s", "deletion.timeout", "6s");
        try (FailingShare failing =
                FailingShare.on(mounts, share -> image[0] = marked(share), mounts::unmount, marked)) {
            failing.assertOnlyFilesFailed(failing.delete(), true);
            failing.assertStillFailed(true);
            mounts.again(image[0], failing.platform().share());
            failing.assertRepeatEndsIt();
        }
    }

    private Path marked(Path share) {
        Path image = mounts.ext4(share);
        assertThat(share.resolve(MARKER).toFile().mkdir()).isTrue();
        return image;
    }

    @Test
    @Tag("F04")
    void aReadOnlyShareIsLeftAsItIs() {
        try (FailingShare failing = FailingShare.on(mounts, share -> mounts.ext4(share), SHORT)) {
            String share = failing.platform().share().toString();
            SortedMap<String, String> before = tree(failing);
            mounts.run("mount", "-o", "remount,ro", share);
            assertThat(failing.assertOnlyFilesFailed(failing.delete(), false)).contains("read-only");
            failing.assertStillFailed(false);
            assertThat(tree(failing)).isEqualTo(before);
            mounts.run("mount", "-o", "remount,rw", share);
            failing.assertRepeatEndsIt();
        }
    }

    @Test
    @Tag("F03")
    void aFileThatNobodyMayChangeStaysAndEveryRepeatSaysSo() throws IOException {
        try (FailingShare failing = FailingShare.on(mounts, share -> mounts.ext4(share), SHORT)) {
            Path fixed = failing.at(TASK + "/a/b/fixed");
            failing.platform().file(TASK + "/a/b/fixed", "for ever");
            mounts.fix(fixed);
            assertThat(failing.assertOnlyFilesFailed(failing.delete(), false)).contains(TASK + "/a/b/fixed");
            assertThat(failing.at(TASK)).as("moved away").doesNotExist();
            failing.assertStillFailed(false);
            failing.assertStillFailed(false);
            mounts.free(fixed, hidden(failing).resolve("a/b/fixed"));
            Reply last = failing.delete();
            assertThat(last.outcome("local_directory")).isEqualTo("deleted");
            failing.assertDeleted(last);
            assertThat(failing.at(".tasksweep")).isEmptyDirectory();
        }
    }

    private static Path hidden(FailingShare failing) throws IOException {
        try (Stream<Path> moved = Files.list(failing.at(".tasksweep/" + TASK))) {
            return moved.findFirst().orElseThrow();
        }
    }

    @Test
    @Tag("F18")
    void whereCaseIsFoldedATaskIsOnlyFoundByItsOwnName() {
        try (FailingShare failing = FailingShare.on(mounts, share -> folding(share), SHORT)) {
            failing.platform().file("folding-1/file", "of another");
            SortedMap<String, String> before = Snapshots.ofDirectory(failing.at("folding-1"));
            assertThat(failing.at("FOLDING-1")).as("the file system answers").exists();
            assertThat(failing.service().delete("FOLDING-1", false).status()).isEqualTo(404);
            assertThat(Snapshots.ofDirectory(failing.at("folding-1"))).isEqualTo(before);
        }
    }

    private void folding(Path share) {
        mounts.ext4(share, "-O", "casefold", "-E", "encoding=utf8");
        mounts.possible("this file system folds no case", "chattr", "+F", share.toString());
    }

    private static SortedMap<String, String> tree(FailingShare failing) {
        return Snapshots.ofDirectory(failing.at(TASK));
    }

    @Test
    @Tag("F10")
    void devicesGoWithoutBeingOpened() {
        try (FailingShare failing = FailingShare.on(mounts, share -> mounts.ext4(share), SHORT)) {
            mounts.possible(
                    "devices cannot be made",
                    "mknod",
                    failing.at(TASK + "/tape").toString(),
                    "c",
                    "9",
                    "0");
            mounts.possible(
                    "devices cannot be made",
                    "mknod",
                    failing.at(TASK + "/disk").toString(),
                    "b",
                    "7",
                    "200");
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(reply.item("local_directory").getJsonObject("details").getInteger("files"))
                    .isEqualTo(4);
        }
    }

    @Test
    @Tag("F16")
    void aFullShareWithoutAFreeInodeIsEmptied() throws IOException {
        try (FailingShare failing =
                FailingShare.on(mounts, share -> mounts.tmpfs(share, "size=4m,nr_inodes=2000"), SHORT)) {
            fill(failing.at(TASK));
            Reply reply = failing.delete();
            failing.assertDeleted(reply);
            assertThat(failing.at(".tasksweep")).as("there was no room for it").doesNotExist();
        }
    }

    /** Until neither a name nor a byte can be added. */
    private static void fill(Path directory) throws IOException {
        Path fat = Files.createFile(directory.resolve("fat"));
        int names = 0;
        while (made(directory.resolve("empty-" + names))) {
            names++;
        }
        byte[] page = new byte[4096];
        try (var out = Files.newOutputStream(fat)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        assertThat(names).isPositive();
    }

    private static boolean made(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** A quarantine on another device: nothing can be renamed into it. */
    @Test
    @Tag("F17")
    void aQuarantineOnAnotherDeviceIsDoneWithout() {
        try (FailingShare failing = FailingShare.on(
                mounts,
                share -> {
                    mounts.ext4(share);
                    assertThat(share.resolve(".tasksweep").toFile().mkdir()).isTrue();
                    mounts.tmpfs(share.resolve(".tasksweep"), "size=1m");
                },
                SHORT)) {
            failing.assertDeleted(failing.delete());
            assertThat(failing.at(".tasksweep")).isEmptyDirectory();
        }
    }

    @Test
    @Tag("F19")
    void aFrozenShareTakesItsOwnThreadsAndNothingElse() {
        Map<String, Object> narrow = Map.of(
                "files.threads", 2, "limits.concurrent-deletions", 3, "stores.timeout", "2s", "deletion.timeout", "4s");
        try (FailingShare failing = FailingShare.on(mounts, share -> mounts.ext4(share), narrow)) {
            List<String> more = OTHERS.subList(0, 2);
            String plain = OTHERS.get(2);
            more.forEach(id -> failing.platform().task(id, "pending", "SUCCESS"));
            failing.platform().object(plain + "/result", "x");
            mounts.freeze(failing.platform().share());
            long begin = System.nanoTime();
            CompletableFuture<Reply> first = failing.deleteLater(TASK);
            Reply other = failing.service().delete(plain, false);
            assertThat(other.body().getString("status"))
                    .as(other.body().encode())
                    .isEqualTo("success");
            List<CompletableFuture<Reply>> hung =
                    more.stream().map(failing::deleteLater).toList();
            until(() -> failing.service().metrics().contains("tasksweep_deletions_in_flight 3.0"));
            Reply surplus = failing.service().delete(plain, false);
            assertThat(surplus.status()).isEqualTo(429);
            assertThat(surplus.retryAfter()).isNotEmpty();
            assertThat(failing.service().management("/health/live").is(200, "UP"))
                    .isTrue();
            assertHung(await(first));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            hung.forEach(
                    reply -> assertThat(await(reply).outcome("local_directory")).isEqualTo("failed"));
            assertThat(threads()).as("two that delete, two that look").isBetween(1L, 4L);
            mounts.thaw(failing.platform().share());
            until(() -> more.stream()
                    .allMatch(id -> "success"
                            .equals(failing.service().delete(id, false).body().getString("status"))));
            failing.assertRepeatEndsIt();
        }
    }

    private static void assertHung(Reply reply) {
        String told = reply.body().encode();
        assertThat(reply.outcome("local_directory")).as(told).isEqualTo("failed");
        assertThat(reply.item("local_directory").getBoolean("retriable"))
                .as(told)
                .isTrue();
        assertThat(reply.outcome("minio")).as(told).isEqualTo("deleted");
        assertThat(reply.outcome("redis")).as(told).isEqualTo("deleted");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tasksweep-files"))
                .count();
    }

    @Test
    @Tag("F05")
    void whateverIsMountedInsideIsSeenBeforeAnythingMoves() {
        try (FailingShare failing = FailingShare.on(mounts, share -> mounts.ext4(share), SHORT)) {
            Path foreign = failing.at("foreign");
            failing.platform().file("foreign/precious", "of somebody else");
            Path inside = failing.at(TASK + "/input");
            assertRefused(failing, inside, () -> mounts.tmpfs(inside, "size=1m"));
            assertRefused(failing, inside, () -> mounts.bind(foreign, inside));
            Path odd = failing.at("foreign/odd\rname");
            assertThat(odd.toFile().mkdir()).isTrue();
            assertRefused(failing, inside, () -> mounts.bind(odd, inside));
            assertThat(odd.toFile().delete()).isTrue();
            assertRefused(failing, failing.at(TASK), () -> mounts.bind(foreign, failing.at(TASK)));
            assertRefused(failing, failing.at(TASK), () -> mounts.tmpfs(failing.at(TASK), "size=1m"));
            assertThat(failing.at("foreign/precious")).exists();
            assertThat(failing.at("foreign/precious").toFile().delete()).isTrue();
            assertThat(foreign.toFile().delete()).isTrue();
            failing.assertRepeatEndsIt();
        }
    }

    /** The first time the others go; then nothing is left but the directory. */
    private void assertRefused(FailingShare failing, Path at, Runnable mount) {
        mount.run();
        failing.platform().file(failing.platform().share().relativize(at) + "/mounted", "of somebody else");
        SortedMap<String, String> before = tree(failing);
        Reply reply = failing.delete();
        assertThat(reply.outcome("local_directory")).as(reply.body().encode()).isEqualTo("failed");
        assertThat(reply.item("local_directory").getBoolean("retriable")).isFalse();
        assertThat(reply.item("local_directory").encode()).contains("mounted");
        assertThat(Stream.of(failing.at(".tasksweep")).noneMatch(Files::exists)).isTrue();
        assertThat(tree(failing)).isEqualTo(before);
        assertThat(at.resolve("mounted").toFile().delete() || at.startsWith("foreign"))
                .isTrue();
        mounts.unmount(at);
    }
}
