package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address on which nothing listens at the moment. */
public final class FreePort {
    private FreePort() {}

    public static int any() {
        return bound(0);
    }

    /** The port itself, or any other if it is taken. */
    public static int orOther(int wanted) {
        try {
            return bound(wanted);
        } catch (UncheckedIOException taken) {
            return any();
        }
    }

    private static int bound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }
}
