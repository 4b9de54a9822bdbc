package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;

/** A real Redis on the loopback address: the native server, without persistence. */
public final class TestingRedis implements AutoCloseable {
    private final RedisServer server;
    private final int port;

    private TestingRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** With further lines of its configuration, if any. */
    public static TestingRedis start(String... settings) {
        return start(FreePort.any(), settings);
    }

    public static TestingRedis start(int port, String... settings) {
        try {
            var builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .setting("databases 16");
            for (String setting : settings) {
                builder.setting(setting);
            }
            RedisServer server = builder.build();
            server.start();
            return new TestingRedis(server, port);
        } catch (IOException cause) {
            throw new UncheckedIOException("Redis does not start at port " + port, cause);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
