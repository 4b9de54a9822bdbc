package io.tasksweep.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections there are on all event loops together, and how many there may be. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 4_096;

    /** Descriptors that the rest takes: 136 connections to the stores at most, some for each directory that is deleted, the process's own. */
    private static final int STORES = 170;

    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
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

    /** One more; false if that is one too many, and one must go. */
    boolean opened() {
        boolean fits = open.incrementAndGet() <= most;
        long before = logged.get();
        if (!fits && System.nanoTime() - before > LOG_EVERY_NANOS && logged.compareAndSet(before, System.nanoTime())) {
            LOG.warn("More than {} connections: those that ask nothing are closed", most);
        }
        return fits;
    }

    void closed() {
        open.decrementAndGet();
    }
}
