package io.tasksweep.store.redis;

import static io.tasksweep.testing.Awaiting.await;

import io.tasksweep.domain.Deadline;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a task and deletes its keys, in a process whose heap is as small as its starter wants. */
final class ManyKeys {
    private static final TaskId TASK = new TaskId("task-1");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private ManyKeys() {}

    /** @param arguments the port of Redis; prints how many values were seen, how many keys went, and the times */
    public static void main(String[] arguments) throws TimeoutException {
        long started = System.nanoTime();
        try (TestingRedisStores stores =
                TestingRedisStores.at(Integer.parseInt(arguments[0]), Duration.ofSeconds(10))) {
            Registered found = in(stores.registry().look(TASK));
            long looked = System.nanoTime();
            Deletion deletion = new Deletion(TASK, "deletion", Deadline.in(LIMIT, System::nanoTime));
            Erased erased = in(stores.store().erase(deletion, found.keys()));
            boolean empty = await(stores.store().survey(TASK)).isEmpty();
            System.out.println("seen=" + found.state().values() + " erased="
                    + erased.gone().get(Unit.KEYS) + " empty=" + empty + " look_ms="
                    + TimeUnit.NANOSECONDS.toMillis(looked - started) + " erase_ms="
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - looked));
        }
    }

    private static <T> T in(Future<T> future) throws TimeoutException {
        return future.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
