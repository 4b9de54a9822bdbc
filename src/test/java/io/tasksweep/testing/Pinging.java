package io.tasksweep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Another Redis client, which sends PING again and again, up to a thousand times a second, and remembers the longest wait. */
public final class Pinging implements AutoCloseable {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER = "+PONG\r\n".length();

    private final Socket socket;
    private final Thread thread = new Thread(this::run, "pinging");
    private volatile boolean ended;
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong count = new AtomicLong();

    private Pinging(Socket socket) {
        this.socket = socket;
    }

    public static Pinging at(int port) {
        try {
            Pinging pinging = new Pinging(new Socket(InetAddress.getLoopbackAddress(), port));
            pinging.thread.start();
            Awaiting.until(() -> pinging.count.get() > 0);
            return pinging;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private void run() {
        try {
            while (!ended) {
                long asked = System.nanoTime();
                socket.getOutputStream().write(PING);
                socket.getInputStream().readNBytes(ANSWER);
                longestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
                count.incrementAndGet();
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException cause) {
            longestNanos.set(Long.MAX_VALUE);
        }
    }

    /** The longest time that an answer took since the last call, with the one that is awaited now. */
    public Duration longest() {
        long before = count.get();
        Awaiting.until(() -> count.get() > before);
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
            socket.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
        }
    }
}
