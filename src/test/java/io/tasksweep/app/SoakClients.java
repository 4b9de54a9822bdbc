package io.tasksweep.app;

import io.tasksweep.testing.ServiceProcess;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients that ask for deletions without end: of tasks that have ended, with force of some that run, without it of a few that run, and
 * of a few that nobody knows. What is not deleted at the first request is asked for again.
 */
final class SoakClients {
    private static final int MOST_READY = 48;

    private final TestingPlatform platform;
    private final Supplier<ServiceProcess> steady;
    private final Supplier<ServiceProcess> other;
    private final PassingFaults faults;
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger forced = new AtomicInteger();
    private final AtomicInteger toSteady = new AtomicInteger();
    private final Queue<Task> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Task> unfinished = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexplained = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();

    private enum Kind {
        ENDED,
        FORCED,
        ACTIVE,
        UNKNOWN
    }

    private record Task(String id, Kind kind, boolean again) {}

    /** @param steady the node that is never killed; its requests are counted */
    SoakClients(
            TestingPlatform platform,
            Supplier<ServiceProcess> steady,
            Supplier<ServiceProcess> other,
            PassingFaults faults) {
        this.platform = platform;
        this.steady = steady;
        this.other = other;
        this.faults = faults;
    }

    /** One request of one client. */
    void next() {
        makeSome();
        finishOne();
    }

    /** Likewise, of what there is already. */
    void finishOne() {
        Optional.ofNullable(unfinished.poll())
                .or(() -> Optional.ofNullable(ready.poll()))
                .ifPresent(this::ask);
    }

    private void makeSome() {
        if (faults.shareInPlace().tryLock()) {
            try {
                for (int i = 0; i < 2 && ready.size() < MOST_READY; i++) {
                    ready.add(make());
                }
            } finally {
                faults.shareInPlace().unlock();
            }
        }
    }

    private Task make() {
        int number = tasks.incrementAndGet();
        Kind kind = number % 10 == 0
                ? Kind.FORCED
                : number % 25 == 1 ? Kind.ACTIVE : number % 25 == 2 ? Kind.UNKNOWN : Kind.ENDED;
        String id = "soak-" + number + "-x";
        if (kind != Kind.UNKNOWN) {
            seed(id, kind == Kind.ENDED ? "SUCCESS" : "IN_PROGRESS");
        }
        return new Task(id, kind, false);
    }

    /** Past the service, and past the faults of its lines; what a store in trouble does not take makes a smaller task. */
    private void seed(String id, String stage) {
        try {
            platform.task(id, "pending", stage);
        } catch (Throwable outage) { // Redis' own errors are no exceptions
            platform.object(id + "/made", "while a store was in trouble: " + outage.getClass());
        }
    }

    private void ask(Task task) {
        boolean force = task.kind() == Kind.FORCED;
        boolean first = task.id().hashCode() % 3 != 0;
        forced.addAndGet(force ? 1 : 0);
        long from = System.nanoTime();
        try {
            Reply reply =
                    (first ? steady : other).get().delete(task.id(), force).join();
            toSteady.addAndGet(first ? 1 : 0);
            judge(task, reply, from);
        } catch (CompletionException | IllegalArgumentException lost) {
            answers.merge("none", 1, Integer::sum);
            complainUnless(!first && faults.explain("node", from, System.nanoTime()), task, String.valueOf(lost));
            unfinished.add(new Task(task.id(), task.kind(), true));
        }
    }

    private void judge(Task task, Reply reply, long from) {
        long to = System.nanoTime();
        String said =
                reply.status() + " " + (reply.status() == 200 ? reply.body().getString("status") : reply.code());
        answers.merge(said, 1, Integer::sum);
        boolean redis = faults.explain("redis", from, to);
        boolean waits = faults.explainWaiting(from, to);
        boolean explained = switch (said) {
            case "200 success" -> task.kind() == Kind.ENDED || task.kind() == Kind.FORCED || redis;
            case "200 failed", "200 partial_failed" ->
                failures(reply).stream().allMatch(s -> faults.explain(s, from, to));
            case "400 task_active" -> task.kind() == Kind.ACTIVE || (redis && task.again());
            case "404 task_not_found" -> task.kind() == Kind.UNKNOWN || (task.again() && waits);
            case "503 deletion_in_progress", "429 too_many_deletions" -> waits;
            case "503 state_unavailable" -> redis;
            default -> false;
        };
        complainUnless(explained, task, said + " " + reply.body().encode());
        boolean done =
                List.of("200 success", "400 task_active", "404 task_not_found").contains(said);
        if (!done || said.equals("400 task_active")) {
            Kind kind = said.equals("400 task_active") ? Kind.FORCED : task.kind(); // it must go in the end
            unfinished.add(new Task(task.id(), kind, true));
        }
    }

    private static Collection<String> failures(Reply reply) {
        return reply.body().getJsonArray("results").stream()
                .map(JsonObject.class::cast)
                .filter(item -> "failed".equals(item.getString("status")))
                .map(item -> item.getString("resource"))
                .toList();
    }

    private void complainUnless(boolean explained, Task task, String said) {
        if (!explained) {
            unexplained.add(task + ": " + said);
        }
    }

    boolean allDone() {
        return unfinished.isEmpty() && ready.isEmpty();
    }

    Collection<String> unexplained() {
        return unexplained;
    }

    /** How many requests the steady node has answered. */
    int answeredBySteady() {
        return toSteady.get();
    }

    @Override
    public String toString() {
        return "%d tasks, %d requests with force, answers %s, %d unexplained"
                .formatted(tasks.get(), forced.get(), new TreeMap<>(answers), unexplained.size());
    }
}
