package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * File systems that a test mounts. They are always unmounted again, even when the JVM is told to end. If this machine cannot make one,
 * the test is skipped with the reason.
 */
public final class Mounts implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private final Path directory;
    private final Deque<List<String>> undoing = new ArrayDeque<>();
    private final Thread atTheEnd = new Thread(this::undo);

    private Mounts(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** Nothing is mounted yet. The test is not run if we are not root. */
    public static Mounts asRoot() {
        try {
            Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            assumeTrue(user.equals(0), "not run: not root");
            return new Mounts(Files.createTempDirectory("tasksweep-mounts-"));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** For what a test needs besides. */
    public Path directory() {
        return directory;
    }

    /** A small ext4 in a file, mounted there by a loop device; what {@code mkfs.ext4} takes besides. */
    public Path ext4(Path at, String... options) {
        Path image = directory.resolve("image-" + undoing.size());
        List<String> make = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
        make.addAll(List.of(options));
        make.addAll(List.of(image.toString(), "24M"));
        possible("no such ext4 can be made", make.toArray(String[]::new));
        mount(
                "an ext4 " + String.join(" ", options) + " in a loop device cannot be mounted",
                at,
                "-t",
                "ext4",
                "-o",
                "loop",
                image.toString());
        return image;
    }

    /** The image is mounted there again. */
    public void again(Path image, Path at) {
        mount("loop devices cannot be mounted", at, "-t", "ext4", "-o", "loop", image.toString());
    }

    public void tmpfs(Path at, String options) {
        mount("tmpfs cannot be mounted", at, "-t", "tmpfs", "-o", options, "none");
    }

    public void bind(Path from, Path at) {
        mount("directories cannot be bound", at, "--bind", from.toString());
    }

    private void mount(String reason, Path at, String... how) {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(how));
        command.add(at.toString());
        possible(reason, command.toArray(String[]::new));
        undoing.push(List.of("umount", at.toString()));
    }

    public void unmount(Path at) {
        List<String> undo = List.of("umount", at.toString());
        run(undo.toArray(String[]::new));
        assertThat(undoing.remove(undo)).isTrue();
    }

    /** From now on nothing can be written there; who tries waits. */
    public void freeze(Path at) {
        possible("file systems cannot be frozen", "fsfreeze", "--freeze", at.toString());
        undoing.push(List.of("fsfreeze", "--unfreeze", at.toString()));
    }

    public void thaw(Path at) {
        List<String> undo = List.of("fsfreeze", "--unfreeze", at.toString());
        run(undo.toArray(String[]::new));
        assertThat(undoing.remove(undo)).isTrue();
    }

    /** Lets go who waits, before what waits is ended. */
    synchronized void thawAll() {
        for (List<String> undo : List.copyOf(undoing)) {
            if (undo.get(0).equals("fsfreeze")) {
                said(undo.toArray(String[]::new));
                undoing.remove(undo);
            }
        }
    }

    /** Nobody may change the file, not even root. */
    public void fix(Path file) {
        possible("files cannot be made immutable", "chattr", "+i", file.toString());
        undoing.push(List.of("chattr", "-i", file.toString()));
    }

    /** Everybody may again, wherever it is by now. */
    public void free(Path fixed, Path now) {
        run("chattr", "-i", now.toString());
        assertThat(undoing.remove(List.of("chattr", "-i", fixed.toString()))).isTrue();
    }

    /** Must succeed. */
    public void run(String... command) {
        Said said = said(command);
        assertThat(said.code())
                .as(Arrays.toString(command) + ": " + said.text())
                .isZero();
    }

    /** Must succeed, or the test is not run. */
    public void possible(String reason, String... command) {
        Said said = said(command);
        assumeTrue(
                said.code() == 0,
                "not run: " + reason + ": " + said.text().lines().findFirst().orElse(command[0]));
    }

    private record Said(int code, String text) {}

    private static Said said(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
                    ? new Said(process.exitValue(), text)
                    : new Said(-1, "no end");
        } catch (IOException missing) {
            return new Said(-1, String.valueOf(missing.getMessage()));
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    private synchronized void undo() {
        while (!undoing.isEmpty()) {
            List<String> undo = undoing.pop();
            if (said(undo.toArray(String[]::new)).code() != 0 && undo.get(0).equals("umount")) {
                said("umount", "--lazy", undo.get(1));
            }
        }
    }

    /** @throws AssertionError if something stays mounted */
    @Override
    public void close() {
        undo();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        Snapshots.deleteBelow(directory);
        assertThat(directory.toFile().delete()).isTrue();
        try {
            assertThat(Files.readString(TABLE, StandardCharsets.ISO_8859_1)).doesNotContain("/tasksweep-");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
