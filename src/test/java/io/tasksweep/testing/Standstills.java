package io.tasksweep.testing;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/** Detects when the whole machine stood still or had no time for this process: a thread that only wakes at intervals was late too. */
final class Standstills {
    private static final long BEAT_NANOS =
            Duration.ofMillis(BlockedEventLoops.INTERVAL_MILLIS).toNanos();
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private record Beat(long woken, long late) {}

    private final Deque<Beat> beats = new ConcurrentLinkedDeque<>();
    private volatile long due = System.nanoTime() + BEAT_NANOS;

    private Standstills() {}

    /** Watches from now on, until the JVM ends. */
    static Standstills watched() {
        Standstills standstills = new Standstills();
        Thread thread = new Thread(standstills::watch, "standstills");
        thread.setDaemon(true);
        thread.start();
        return standstills;
    }

    private void watch() {
        while (true) {
            long now = System.nanoTime();
            if (now < due) {
                LockSupport.parkNanos(due - now);
            } else {
                beats.addLast(new Beat(now, now - due));
                while (now - beats.getFirst().woken() > KEPT_NANOS) {
                    beats.removeFirst();
                }
                due = now + BEAT_NANOS;
            }
        }
    }

    /** By how much the thread was late at most in the time up to now, a beat that is overdue included. */
    long mostLateMillis(Duration time) {
        long now = System.nanoTime();
        long most = Math.max(0, now - due);
        for (Beat beat : beats) {
            if (now - beat.woken() <= time.toNanos()) {
                most = Math.max(most, beat.late());
            }
        }
        return Duration.ofNanos(most).toMillis();
    }
}
