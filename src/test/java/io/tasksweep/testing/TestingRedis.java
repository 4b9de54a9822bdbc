package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;

/**
 * A real Redis on the loopback address: the native server, without persistence unless a test makes it save. Since it is a process of
 * its own, a test can freeze, kill and restart it.
 */
public final class TestingRedis implements AutoCloseable {
    private final int port;
    private final Path directory;
    private final List<String> settings;
    private RedisServer server;
    private boolean frozen;
    private long pid; // zero until it is needed

    private TestingRedis(int port, Path directory, List<String> settings) throws IOException {
        this.port = port;
        this.directory = directory;
        this.settings = settings;
        this.server = started();
    }

    /** With further lines of its configuration, if any. */
    public static TestingRedis start(String... settings) {
        return start(FreePort.any(), settings);
    }

    public static TestingRedis start(int port, String... settings) {
        try {
            return new TestingRedis(port, Files.createTempDirectory("tasksweep-redis-"), List.of(settings));
        } catch (IOException cause) {
            throw new UncheckedIOException("Redis does not start at port " + port, cause);
        }
    }

    private RedisServer started() throws IOException {
        var builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("dir " + directory)
                .setting("databases 16");
        settings.forEach(builder::setting);
        RedisServer made = builder.build();
        made.start();
        return made;
    }

    /** Of the process; must be asked for while Redis still answers. */
    public long pid() {
        if (pid == 0) {
            pid = askPid();
        }
        return pid;
    }

    private long askPid() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .mapToLong(line -> Long.parseLong(line.substring("process_id:".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public int port() {
        return port;
    }

    /** Where it saves its data, under the name {@code dump.rdb}. */
    public Path directory() {
        return directory;
    }

    /** Stops the process where it is (SIGSTOP): connections stay open, and nobody answers. */
    public void freeze() {
        Signals.send("STOP", pid());
        frozen = true;
    }

    /** Lets a frozen process go on; does nothing to another. */
    public void thaw() {
        Signals.send("CONT", pid());
        frozen = false;
    }

    /** Ends the process at once (SIGKILL), and returns when it is gone. */
    public void kill() {
        ProcessHandle.of(pid()).ifPresent(process -> {
            process.destroyForcibly();
            Awaiting.until(() -> !process.isAlive());
        });
    }

    /** Saves and ends in one step, so that {@link #restart} finds everything that it has ever answered. */
    public void shutDown() {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("SHUTDOWN SAVE\r\n".getBytes(StandardCharsets.US_ASCII));
            Awaiting.until(() -> !process.isAlive());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Whether it runs and is not frozen, as far as this test has done that to it. */
    public boolean isAlive() {
        return pid == 0
                || (!frozen && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    /** After {@link #kill} or {@link #shutDown}: starts again at the same port, with what was last saved. */
    public void restart() {
        try {
            server.stop();
            server = started();
            pid = 0;
        } catch (IOException cause) {
            throw new UncheckedIOException("Redis does not start again at port " + port, cause);
        }
    }

    @Override
    public void close() {
        try {
            if (pid != 0) {
                kill(); // frozen, or busy with a script, it would not end when told to
            }
            server.stop();
            Snapshots.deleteBelow(directory);
            Files.delete(directory);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
