package io.tasksweep.observe;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.deletion.Clock;
import io.tasksweep.domain.AuditEntry;
import io.tasksweep.domain.Decision;
import io.tasksweep.testing.Background;
import io.tasksweep.testing.RealClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F59 and I09: what is recorded is found, in its order; what cannot be is counted and said, and nobody waits for long. */
class AuditLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = new RealClock(vertx);
    private final List<AuditLog> logs = new ArrayList<>();

    private AuditLog logTo(Path file) throws IOException {
        return kept(AuditLog.to(file.toString(), clock));
    }

    private AuditLog kept(AuditLog log) {
        logs.add(log);
        return log;
    }

    /** One that hangs ends when its pipe has no reader any more. */
    @AfterEach
    void close() {
        logs.forEach(log -> await(log.close().transform(ended -> Future.succeededFuture())));
        await(vertx.close());
    }

    private static AuditEntry entry(int number) {
        return new AuditEntry(
                "request-" + number,
                "tester",
                "task-1",
                Optional.empty(),
                new Decision("task_not_found"),
                Optional.empty(),
                Duration.ZERO);
    }

    private static List<String> requests(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(JsonObject::new)
                .map(line -> line.getString("request_id"))
                .toList();
    }

    private static List<String> upTo(int number) {
        return IntStream.range(0, number).mapToObj(each -> "request-" + each).toList();
    }

    @Test
    @Tag("I09")
    void closingWaitsUntilEverythingIsWrittenInItsOrder() throws IOException {
        Path file = folder.resolve("audit");
        AuditLog log = logTo(file);
        IntStream.range(0, 2_000).forEach(number -> log.record(entry(number)));
        await(log.close());
        assertThat(requests(file)).isEqualTo(upTo(2_000));
        assertThat(await(log.record(entry(0)))).as("after the end").isFalse();
        assertThat(log.lost()).isEqualTo(1);
    }

    @Test
    @Tag("F59")
    void aFullDiskIsSaidAndCounted() throws IOException {
        AuditLog log = logTo(Path.of("/dev/full"));
        assertThat(log.healthy()).isTrue();
        assertThat(await(log.record(entry(0)))).isFalse();
        until(() -> !log.healthy());
        assertThat(await(log.record(entry(1)))).isFalse();
        until(() -> log.lost() == 2);
        await(log.close());
    }

    @Test
    @Tag("F59")
    void aFolderThatIsGoneIsSaidAndItsReturnIsNoticedByItself() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("logs"));
        Path file = inside.resolve("audit");
        AuditLog log = logTo(file);
        until(() -> await(log.record(entry(0)))); // false where the disk takes its time
        Files.delete(file);
        Files.delete(inside);
        assertThat(await(log.record(entry(1)))).isFalse();
        until(() -> !log.healthy());
        Files.createDirectory(inside);
        until(log::healthy);
        log.record(entry(2));
        await(log.close());
        List<JsonObject> lines =
                Files.readAllLines(file).stream().map(JsonObject::new).toList();
        assertThat(lines).extracting(line -> line.getString("audit")).containsExactly("resumed", "task.delete");
        assertThat(lines.get(0).getInteger("lost")).isEqualTo(1);
    }

    @Test
    void aFileThatWasMovedAwayIsMadeAnew() throws IOException {
        Path file = folder.resolve("audit");
        AuditLog log = logTo(file);
        log.record(entry(0));
        until(() -> Files.exists(file) && file.toFile().length() > 0);
        Files.move(file, folder.resolve("audit.1"));
        log.record(entry(1));
        await(log.close());
        assertThat(requests(folder.resolve("audit.1"))).containsExactly("request-0");
        assertThat(requests(file)).containsExactly("request-1");
    }

    /** A pipe that nobody reads stands for a disk that hangs: the writer's thread never comes back from it. */
    @Test
    @Tag("F59")
    void aDiskThatHangsKeepsNobodyWaitingAndWhatFindsNoRoomIsCounted() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<FileInputStream> reader = Background.supply(() -> open(pipe));
        AuditLog log = kept(AuditLog.to(pipe.toString(), clock, 10));
        try (FileInputStream in = await(reader)) {
            until(() -> !await(log.record(entry(0))));
            long begin = System.nanoTime();
            List<Future<Boolean>> all = IntStream.range(0, 50)
                    .mapToObj(number -> log.record(entry(number)))
                    .toList();
            assertThat(all).allMatch(written -> !await(written));
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(1)); // one after another: twelve
            assertThat(log.lost()).isBetween(40L, 50L);
            assertThat(log.healthy()).isFalse();
            assertThat(in.read()).as("the pipe is still there").isEqualTo('{');
        }
    }

    /** With room in the queue nothing is lost so far, but nobody can say that it is written. */
    @Test
    @Tag("F59")
    void aLineThatHangsIsSaidUntilItIsWritten() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<FileInputStream> reader = Background.supply(() -> open(pipe));
        AuditLog log = logTo(pipe);
        try (FileInputStream in = await(reader)) {
            until(() -> !await(log.record(entry(0))));
            until(() -> !log.healthy());
            assertThat(log.lost()).isZero();
            CompletableFuture<Void> reading = Background.run(() -> readAll(in));
            until(log::healthy);
            await(log.close());
            await(reading);
        }
    }

    private static void readAll(FileInputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }

    @Test
    void aLineThatACrashHasCutOffSpoilsNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("audit"), "{\"audit\":\"task.del");
        AuditLog log = logTo(file);
        log.record(entry(0));
        await(log.close());
        assertEndsWithAWholeLine(file);
    }

    @Test
    void norDoesOneInAFileThatIsPutInItsPlace() throws IOException {
        Path file = folder.resolve("audit");
        AuditLog log = logTo(file);
        Path other = Files.writeString(folder.resolve("other"), "{\"audit\":\"task.del");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        log.record(entry(0));
        await(log.close());
        assertEndsWithAWholeLine(file);
    }

    private static void assertEndsWithAWholeLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(new JsonObject(lines.get(1)).getString("request_id")).isEqualTo("request-0");
    }

    private static FileInputStream open(Path pipe) {
        try {
            return new FileInputStream(pipe.toFile());
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }
}
