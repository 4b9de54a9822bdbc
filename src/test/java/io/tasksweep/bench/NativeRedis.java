package io.tasksweep.bench;

import io.tasksweep.testing.Awaiting;
import io.tasksweep.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** The {@code redis-server} installed on this machine, as its maintainers built it, without persistence. */
final class NativeRedis implements AutoCloseable {
    private final ChildProcess process;
    private final int port;

    private NativeRedis(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param work a directory of ours */
    static NativeRedis start(Path work) throws IOException {
        String server = Tool.REDIS_SERVER
                .path()
                .orElseThrow(() -> new IllegalStateException("no redis-server in PATH"))
                .toString();
        int port = FreePort.any();
        NativeRedis started =
                new NativeRedis(ChildProcess.start(command(server, port, work), work.resolve("redis.log")), port);
        Awaiting.until(started::answers);
        return started;
    }

    private static List<String> command(String server, int port, Path work) {
        return List.of(
                server,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                work.toString());
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("redis-server has ended");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
