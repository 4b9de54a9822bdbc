package io.tasksweep.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets nobody remove anything of a task until so many threads want to, so that they work at the same time. Where they do not come, the
 * deletion fails.
 */
class Crowd implements OddHandle.Quirk {
    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch missing;

    Crowd(int threads) {
        missing = new CountDownLatch(threads);
    }

    @Override
    public void beforeChange(Path name) throws IOException {
        String bare = name.toString();
        if (!bare.startsWith("task-1") && !bare.startsWith(".")) { // one thread moves those
            if (seen.add(Thread.currentThread())) {
                missing.countDown();
            }
            assertThat(wait(missing)).as("all have come").isTrue();
        }
    }

    /** How many threads have removed something. */
    int size() {
        return seen.size();
    }

    /** Whether it came to that in time. */
    static boolean wait(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
