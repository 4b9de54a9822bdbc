package io.tasksweep.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of open connections across all event loops. If there are too many, closes the oldest whose client has never sent a
 * complete request, or does not take its answer; if there is none, the oldest one idle between two requests. So a flood of connections evicts
 * itself, and whoever comes last is let in.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 4_096;

    /**
     * Descriptors that the rest of the process needs: with the default settings and one Redis at most 152 connections (32 for commands, 64
     * for searches and 16 for watches of Redis, 40 of the object store), plus some for each directory being deleted and the process itself.
     */
    private static final int STORES = 186;

    /**
     * What one connection may take of the heap besides a body: more than twice the 27 KiB of an unfinished head. So the rest of the process
     * keeps half of the heap.
     */
    private static final long HEAP_BYTES = 64 << 10;

    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final NavigableMap<Long, Client> clients = new ConcurrentSkipListMap<>(); // oldest first
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

    Connections(int most) {
        this.most = most;
    }

    /**
     * As many connections as the process's file descriptors and its heap permit; 4 096 at most.
     *
     * @param bodyBytes the largest body accepted, in bytes
     */
    public static Connections limited(int bodyBytes) {
        int inHeap = mostIn(Runtime.getRuntime().maxMemory(), bodyBytes);
        return new Connections(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? Math.min(inHeap, most(system.getMaxFileDescriptorCount()))
                        : inHeap);
    }

    /** As many as fit into half of the heap, were each to take all it may. */
    static int mostIn(long heapBytes, int bodyBytes) {
        return (int) Math.max(1, Math.min(MOST, heapBytes / 2 / (HEAP_BYTES + bodyBytes)));
    }

    /** Half of the descriptors, or fewer if the stores need more than the other half, but at least a quarter. */
    static int most(long descriptors) {
        long besides = Math.min(descriptors / 2, descriptors - STORES);
        return (int) Math.max(1, Math.min(MOST, Math.max(descriptors / 4, besides)));
    }

    /** The client of one connection; may be called on any thread. */
    interface Client {
        /** Whether it has yet to send a complete request, or to take the answer to one. */
        boolean isAwaited();

        /** Whether an answer is being prepared: then it stays. */
        boolean isBeingAnswered();

        void close();
    }

    /**
     * Registers a connection and returns its number. If there are now too many, closes another one first, since the new client has had no
     * time to ask; this one if all others are being answered.
     */
    long opened(Client client) {
        long number = numbers.getAndIncrement();
        if (open.incrementAndGet() <= most || makesRoom()) {
            clients.put(number, client);
        } else {
            client.close();
        }
        return number;
    }

    private boolean makesRoom() {
        tellLog();
        return drivesOutOne();
    }

    private void tellLog() {
        long before = logged.get();
        if (System.nanoTime() - before > LOG_EVERY_NANOS && logged.compareAndSet(before, System.nanoTime())) {
            LOG.warn("More than {} connections: closing idle ones", most);
        }
    }

    /**
     * Removes the client at once, before it is closed: closing takes time, and neither the next new connection nor one opened concurrently
     * may pick the same client.
     */
    private boolean drivesOutOne() {
        Optional<Long> number = oldest(Client::isAwaited).or(() -> oldest(one -> true));
        if (number.isEmpty()) {
            return false;
        }
        Optional<Client> taken = Optional.ofNullable(clients.remove(number.get()));
        taken.ifPresent(Client::close);
        return taken.isPresent() || drivesOutOne();
    }

    private Optional<Long> oldest(Predicate<Client> kind) {
        return clients.entrySet().stream()
                .filter(one -> !one.getValue().isBeingAnswered() && kind.test(one.getValue()))
                .findFirst()
                .map(Map.Entry::getKey);
    }

    void closed(long number) {
        clients.remove(number);
        open.decrementAndGet();
    }
}
