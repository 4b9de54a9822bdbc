package io.tasksweep.store.files;

import static io.tasksweep.testing.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.store.BlockingCalls;
import io.tasksweep.testing.Snapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A share in a temporary directory, with a place outside that must never change, and a store on it, where walkers help from the first
 * directory on. As an extension it is one test's: a field of the test's instance, closed and removed after it.
 */
final class TestingShare implements AfterEachCallback, AutoCloseable {
    static final TaskId TASK = new TaskId("task-1");
    static final TaskId NEIGHBOUR = new TaskId("task-10");
    static final int WALKERS = 3;

    private final Path base;
    private final Vertx vertx = Vertx.vertx();
    private final BlockingCalls blocking = new BlockingCalls(vertx, "tasksweep-files", 4, Duration.ofMinutes(1));
    private final DirectoryStore store;
    private volatile MountTable.Source mounts = MountTable::read;
    private volatile Folder.Opening opening = Folder::at;

    TestingShare() {
        this(attempt(() -> Files.createTempDirectory("share-")), Optional.empty(), new Walkers(WALKERS, 0));
    }

    private TestingShare(Path base, Optional<String> marker, Walkers walkers) {
        this.base = base;
        directory(root());
        file("../outside/precious", "of somebody else");
        file("../outside/more/precious", "too");
        store = new DirectoryStore(
                new Share(root(), marker, path -> opening.at(path)),
                blocking,
                () -> mounts.read(),
                Optional.empty(),
                walkers);
    }

    /** With a file of the neighbour. */
    static TestingShare withNeighbour() {
        TestingShare share = new TestingShare();
        share.file(NEIGHBOUR + "/kept", "of the neighbour");
        return share;
    }

    /** A second store on the same directory, known by that marker; to be closed before this one. */
    TestingShare marked(String marker) {
        return new TestingShare(base, Optional.of(marker), new Walkers(WALKERS, 0));
    }

    /** Likewise, with other walkers. */
    TestingShare walkedBy(Walkers walkers) {
        return new TestingShare(base, Optional.empty(), walkers);
    }

    /** What holds the root and the place outside. */
    Path base() {
        return base;
    }

    Path root() {
        return base.resolve("share");
    }

    Path outside() {
        return base.resolve("outside");
    }

    DirectoryStore store() {
        return store;
    }

    /** From now on, this is what the system tells of mounts. */
    void mounts(MountTable.Source told) {
        mounts = told;
    }

    /** From now on, the file system behaves so. */
    void behaves(OddHandle.Quirk quirk) {
        opening = path -> Folder.at(path)
                .map(real -> attempt(() -> {
                    real.close();
                    return OddHandle.on(path, quirk);
                }));
    }

    /** A path below the root. */
    Path at(String name) {
        return root().resolve(name).normalize();
    }

    Path directory(Path path) {
        return attempt(() -> Files.createDirectories(path));
    }

    Path directory(String name) {
        return directory(at(name));
    }

    Path file(String name, String content) {
        directory(at(name + "/.."));
        return attempt(() -> Files.writeString(at(name), content));
    }

    Path link(String name, Path target) {
        directory(at(name + "/.."));
        return attempt(() -> Files.createSymbolicLink(at(name), target));
    }

    /** Runs a shell in the root; it must succeed. */
    void shell(String script) {
        attempt(() -> run(script));
    }

    private int run(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(root().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(process.exitValue()).as(said).isZero();
        return process.exitValue();
    }

    boolean exists(String name) {
        return Files.exists(at(name), LinkOption.NOFOLLOW_LINKS);
    }

    Evidence survey() {
        return await(store.survey(TASK));
    }

    Erased erase() {
        return erase(inTime());
    }

    static Deadline inTime() {
        return Deadline.in(Duration.ofSeconds(20), System::nanoTime);
    }

    Erased erase(Deadline deadline) {
        return await(erasing(TASK, deadline));
    }

    Future<Erased> erasing(TaskId taskId, Deadline deadline) {
        return store.erase(
                new Deletion(taskId, UUID.randomUUID().toString(), deadline), Evidence.of(Unit.DIRECTORIES, 1));
    }

    /** Erases, and nothing of the task must be left. */
    Erased eraseAll() {
        Erased erased = erase();
        assertThat(erased.failures()).isEmpty();
        assertThat(survey()).isEqualTo(Evidence.NOTHING);
        assertThat(exists(TASK.value())).isFalse();
        assertThat(exists(".tasksweep/" + TASK)).isFalse();
        return erased;
    }

    /** All that is on the share and outside, but for the service's own directory. */
    SortedMap<String, String> snapshot() {
        SortedMap<String, String> all = Snapshots.ofDirectory(base);
        all.remove("share/");
        all.remove("share/.tasksweep/");
        return all;
    }

    /** The directory stays: another store may be on it. */
    @Override
    public void close() {
        store.close();
        await(vertx.close());
        assertThat(attempt(this::handles)).as("I14: handles on the share").isEmpty();
    }

    private List<String> handles() throws IOException {
        String start = base.toRealPath() + "/";
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(TestingShare::target)
                    .filter(target -> target.startsWith(start))
                    .toList();
        }
    }

    /** Of what is opened there; empty if it is closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        Snapshots.deleteBelow(base);
        Files.delete(base);
    }

    interface Work<T> {
        T get() throws IOException;
    }

    static <T> T attempt(Work<T> work) {
        try {
            return work.get();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
