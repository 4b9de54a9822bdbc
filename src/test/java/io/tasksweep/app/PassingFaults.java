package io.tasksweep.app;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.TestingPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Faults of the three stores, one after the other, each for a while; and the memory of when each has been. */
final class PassingFaults {
    /** Until everybody has connected again. */
    private static final Duration SOON = Duration.ofSeconds(6);
    /** Until a lease that nobody has given back has run out, and its task is deleted after all. */
    private static final Duration LATER = Duration.ofSeconds(55);

    private final TestingPlatform platform;
    private final FaultyProxy redis;
    private final FaultyProxy objects;
    private final Runnable restartNode;
    private final List<Window> windows = new ArrayList<>();
    private final ReadWriteLock shareInPlace = new ReentrantReadWriteLock();
    private int next;

    /** @param end infinite while the fault lasts */
    private record Window(String what, Set<String> stores, long begin, long end) {}

    private record Fault(String what, Set<String> stores, Runnable begin, Runnable end) {}

    PassingFaults(TestingPlatform platform, FaultyProxy redis, FaultyProxy objects, Runnable restartNode) {
        this.platform = platform;
        this.redis = redis;
        this.objects = objects;
        this.restartNode = restartNode;
    }

    private List<Fault> all() {
        Set<String> states = Set.of("redis");
        Set<String> blobs = Set.of("minio");
        return List.of(
                new Fault("Redis is frozen", states, platform.redisServer()::freeze, platform.redisServer()::thaw),
                new Fault("S3 is a black hole", blobs, objects::swallow, objects::heal),
                new Fault("Redis is restarted", states, this::restartRedis, () -> {}),
                new Fault("lines to S3 are cut", blobs, objects::cutAll, () -> {}),
                new Fault("lines to Redis are reset", states, this::resetRedis, redis::heal),
                new Fault("S3 is slow", blobs, () -> objects.delayReplies(Duration.ofMillis(700)), objects::heal),
                new Fault("the share is away", Set.of("local_directory"), this::moveShare, this::moveShareBack),
                new Fault("a node is killed", Set.of("node"), restartNode, () -> {}));
    }

    /** Begins the next one; the answer ends it. */
    Runnable begin() {
        Fault fault = all().get(next++ % all().size());
        int mine = remember(fault);
        fault.begin().run();
        return () -> {
            fault.end().run();
            ended(mine);
        };
    }

    private synchronized int remember(Fault fault) {
        windows.add(new Window(fault.what(), fault.stores(), System.nanoTime(), Long.MAX_VALUE));
        return windows.size() - 1;
    }

    private synchronized void ended(int index) {
        Window window = windows.get(index);
        windows.set(index, new Window(window.what(), window.stores(), window.begin(), System.nanoTime()));
    }

    /** Whether that store, or {@code node}, had a fault that a request between these times could feel. */
    boolean explain(String store, long from, long to) {
        return had(Set.of(store), SOON, from, to);
    }

    /** Whether there was any fault after which a task may still be waiting for somebody, or be deleted unheard. */
    boolean explainWaiting(long from, long to) {
        return had(Set.of("redis", "minio", "local_directory", "node"), LATER, from, to);
    }

    private synchronized boolean had(Set<String> stores, Duration after, long from, long to) {
        return windows.stream()
                .filter(window -> window.stores().stream().anyMatch(stores::contains))
                .anyMatch(window -> window.begin() <= to && window.end() >= from - after.toNanos());
    }

    synchronized long count() {
        return windows.size();
    }

    /** Like an operator's restart: nothing that was answered is lost, or a key that was deleted would come back. */
    private void restartRedis() {
        platform.redisServer().shutDown();
        platform.redisServer().restart();
        redis.cutAll();
    }

    private void resetRedis() {
        redis.cutRepliesAfter(0, FaultyProxy.Cut.RESET);
        redis.cutAll();
    }

    private Path away() {
        return platform.share().resolveSibling(platform.share().getFileName() + "-away");
    }

    private void moveShare() {
        shareInPlace.writeLock().lock();
        move(platform.share(), away());
    }

    private void moveShareBack() {
        move(away(), platform.share());
        shareInPlace.writeLock().unlock();
    }

    /** Can be held for reading while the share is in its place, so that nobody makes another in its absence. */
    Lock shareInPlace() {
        return shareInPlace.readLock();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
