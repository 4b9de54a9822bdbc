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
 * How many connections there are on all event loops together, and how many there may be. Where there are too many, the one goes that has
 * been there longest of those that have not asked for anything whole yet, and only then one that waits between two requests: a flood drives
 * out itself.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 4_096;

    /**
     * Descriptors that the rest takes: with the default settings and one Redis 152 connections at most (32 for commands, 64 for searches and
     * 16 for watches of Redis, 40 of the object store), and some for each directory that is deleted and the process itself.
     */
    private static final int STORES = 186;

    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final NavigableMap<Long, Client> clients = new ConcurrentSkipListMap<>(); // the oldest first
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

    Connections(int most) {
        this.most = most;
    }

    /** As many as the process's descriptors permit; 4 096 at most. */
    public static Connections limited() {
        return new Connections(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? most(system.getMaxFileDescriptorCount())
                        : MOST);
    }

    /** Half of them, or fewer where the stores need more than the other half, but a quarter at least. */
    static int most(long descriptors) {
        long besides = Math.min(descriptors / 2, descriptors - STORES);
        return (int) Math.max(1, Math.min(MOST, Math.max(descriptors / 4, besides)));
    }

    /** Who is at the other end of one; asked on any thread. */
    interface Client {
        /** Whether it has ever asked for anything whole. */
        boolean hasAsked();

        boolean isBeingAnswered();

        void close();
    }

    /** One more, by the number that is returned; if that is one too many, one goes. */
    long opened(Client client) {
        long number = numbers.getAndIncrement();
        clients.put(number, client);
        if (open.incrementAndGet() > most) {
            tellLog();
            driveOutOne();
        }
        return number;
    }

    private void tellLog() {
        long before = logged.get();
        if (System.nanoTime() - before > LOG_EVERY_NANOS && logged.compareAndSet(before, System.nanoTime())) {
            LOG.warn("More than {} connections: closing idle ones", most);
        }
    }

    /** Forgotten at once: closing takes its time, and the next one that comes must not find it again; nor may two that come at once. */
    private void driveOutOne() {
        Optional<Long> number = oldest(one -> !one.hasAsked()).or(() -> oldest(one -> true));
        if (number.isPresent()) {
            Optional.ofNullable(clients.remove(number.get())).ifPresentOrElse(Client::close, this::driveOutOne);
        }
    }

    private Optional<Long> oldest(Predicate<Client> sort) {
        return clients.entrySet().stream()
                .filter(one -> !one.getValue().isBeingAnswered() && sort.test(one.getValue()))
                .findFirst()
                .map(Map.Entry::getKey);
    }

    void closed(long number) {
        clients.remove(number);
        open.decrementAndGet();
    }
}
