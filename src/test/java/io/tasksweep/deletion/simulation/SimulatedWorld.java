package io.tasksweep.deletion.simulation;

import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.testing.TestingRecords;
import io.tasksweep.testing.TestingRegistry;
import io.tasksweep.testing.TestingStore;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What all nodes share: the stores, our own records in Redis, and time. */
final class SimulatedWorld {
    static final TaskId TASK = new TaskId("task-1");

    /** Names that a careless pattern would take for the task's. */
    private static final List<String> NEIGHBOURS =
            List.of("task-10", "task-1.bak", "task-1-", "task-1_", "task-1.", "Task-1", "TASK-1", "task", "ask-1");

    private static final int LONGEST_TRACE = 100_000;

    private final Random random;
    private final VirtualTime time;
    private final TestingStore directory = new TestingStore(ResourceKind.LOCAL_DIRECTORY, new Unheard());
    private final TestingStore objects = new TestingStore(ResourceKind.MINIO, new Unheard());
    private final TestingStore keys = new TestingStore(ResourceKind.REDIS, new Unheard());
    private final TestingRegistry registry = new TestingRegistry(keys);
    private final TestingRecords records;
    private final Ledger ledger = new Ledger(this);
    private final Namesakes namesakes = new Namesakes();
    private final Aims aims = new Aims(this);
    private final List<Step> trace = new ArrayList<>();
    private final Set<ResourceKind> seeded = EnumSet.noneOf(ResourceKind.class);
    private Faults faults = Faults.none();
    private Duration slowest = Duration.ZERO;
    private final Map<Integer, Runnable> atOperations = new HashMap<>();
    private int underWay;
    private int sent;
    private int operations;
    private int injected;

    private record Step(long at, int node, Object what, Object how) {
        @Override
        public String toString() {
            return String.format("%12.6f node %d %s %s", at / 1e9, node, what, how);
        }
    }

    /** @param random chooses what comes first and how long it takes */
    SimulatedWorld(Random random) {
        this.random = random;
        this.time = new VirtualTime(random::nextInt);
        this.records = new TestingRecords(new Unheard(), new NodeClock(time, () -> Duration.ZERO, Runnable::run));
        for (String neighbour : NEIGHBOURS) {
            List.of(directory, objects, keys).forEach(store -> store.holding(new TaskId(neighbour), 3));
        }
    }

    /** The task's data, as it was before anything happened. */
    void seed(ResourceKind kind, long amount) {
        store(kind).holding(TASK, amount);
        namesakes.wrote(kind, 1);
        seeded.add(kind);
    }

    void seedState(String status, String stage) {
        say(1, status, stage);
        seeded.add(ResourceKind.REDIS);
    }

    /** Likewise, but the state does not say when its task was created. */
    void seedUndated(String status, String stage) {
        registry.undated(TASK, status, stage);
        namesakes.wrote(ResourceKind.REDIS, 1);
        seeded.add(ResourceKind.REDIS);
    }

    VirtualTime time() {
        return time;
    }

    TestingStore directory() {
        return directory;
    }

    TestingStore objects() {
        return objects;
    }

    TestingStore keys() {
        return keys;
    }

    TestingRegistry registry() {
        return registry;
    }

    TestingRecords records() {
        return records;
    }

    Ledger ledger() {
        return ledger;
    }

    Namesakes namesakes() {
        return namesakes;
    }

    Aims aims() {
        return aims;
    }

    Faults faults() {
        return faults;
    }

    void breaks(Faults how) {
        faults = how;
    }

    void slowest(Duration latency) {
        slowest = latency;
    }

    Duration latency() {
        return slowest.isZero() ? Duration.ZERO : Duration.ofNanos((long) (random.nextDouble() * slowest.toNanos()));
    }

    /** How much later «much later» is. */
    Duration delay() {
        return Duration.ofMillis(500 + random.nextInt(60_000));
    }

    void shuffle(List<Runnable> happenings) {
        Collections.shuffle(happenings, random);
    }

    TestingStore store(ResourceKind kind) {
        return switch (kind) {
            case LOCAL_DIRECTORY -> directory;
            case REDIS -> keys;
            case MINIO -> objects;
        };
    }

    long held(ResourceKind kind) {
        return store(kind).items().getOrDefault(TASK.value(), 0L);
    }

    boolean isEmpty() {
        return List.of(ResourceKind.values()).stream().allMatch(kind -> held(kind) == 0);
    }

    /** A worker of the task before all others writes one thing more. */
    void write(ResourceKind kind) {
        write(kind, 1);
    }

    /** A worker of the task with that number does so. */
    void write(ResourceKind kind, int task) {
        store(kind).holding(TASK, held(kind) + 1);
        namesakes.wrote(kind, task);
    }

    /** One more record of the state of the task with that number. */
    void say(int task, String status, String stage) {
        registry.saying(TASK, status, stage, Namesakes.createdAt(task));
        namesakes.said(task, time.now());
    }

    /** All records are about to be replaced. */
    void unsay() {
        registry.forget(TASK);
        namesakes.emptied(ResourceKind.REDIS);
        ledger.inactive();
    }

    /** The state's keys reach the end of their time to live. */
    void expire() {
        keys.holding(TASK, 0);
        emptied(ResourceKind.REDIS);
        ledger.expired();
    }

    /** After a deletion, or their time to live: a task whose keys are all gone has no state, and what was there at first is gone for good. */
    void emptied(ResourceKind kind) {
        if (held(kind) == 0) {
            seeded.remove(kind);
            namesakes.emptied(kind);
            if (kind == ResourceKind.REDIS) {
                registry.forget(TASK);
                ledger.inactive();
            }
        }
    }

    /** Of what was there before anything happened, what may be there still. */
    Set<ResourceKind> seeded() {
        return seeded;
    }

    /** All that is not the task's. */
    Map<String, Long> others() {
        Map<String, Long> all = new TreeMap<>();
        for (ResourceKind kind : ResourceKind.values()) {
            store(kind).items().forEach((name, amount) -> all.put(kind.label() + " " + name, amount));
            all.remove(kind.label() + " " + TASK);
        }
        return all;
    }

    void sent(Operation operation) {
        if (operation != Operation.DUE) {
            underWay++;
            sent++;
            Optional.ofNullable(atOperations.remove(sent)).ifPresent(Runnable::run);
        }
    }

    /** Lets something happen when the operation with that number is on its way. */
    void atOperation(int number, Runnable happening) {
        atOperations.put(number, happening);
    }

    void received(Operation operation) {
        underWay -= operation == Operation.DUE ? 0 : 1;
    }

    /** Whether nothing is on its way, and nobody may delete the task. */
    boolean quiet() {
        return underWay == 0 && !records.isHeld(TASK);
    }

    void trace(int node, Object what, Object how) {
        operations += what instanceof Operation ? 1 : 0;
        injected += how instanceof Fault && how != Fault.NONE ? 1 : 0;
        if (trace.size() < LONGEST_TRACE) {
            trace.add(new Step(time.now(), node, what, how));
        }
    }

    int operations() {
        return operations;
    }

    /** How many operations went wrong. */
    int injected() {
        return injected;
    }

    List<String> trace() {
        return trace.stream().map(Step::toString).toList();
    }

    /** A journal that nobody reads. */
    private static final class Unheard extends AbstractList<String> {
        @Override
        public boolean add(String entry) {
            return true;
        }

        @Override
        public String get(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
