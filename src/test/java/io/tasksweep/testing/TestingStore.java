package io.tasksweep.testing;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.Counts;
import io.tasksweep.domain.Deletion;
import io.tasksweep.domain.Erased;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/** A store in memory that works, and breaks when told to. May be used from any thread. */
public final class TestingStore implements ResourceStore {
    private final ResourceKind kind;
    private final List<String> journal;
    private final Map<String, Long> items = new ConcurrentSkipListMap<>();
    private final List<Evidence> released = new CopyOnWriteArrayList<>();
    private volatile Optional<Failure> broken = Optional.empty();
    private volatile Optional<Failure> refusing = Optional.empty();
    private volatile long before;
    private volatile boolean forgetting;
    private volatile boolean disturbed;
    private volatile boolean looking;
    private volatile boolean free;
    private volatile boolean silent;
    private volatile Optional<Instant> changed = Optional.empty();
    private volatile Future<Void> reporting = Future.succeededFuture();
    private volatile Unit unit;

    public TestingStore(ResourceKind kind) {
        this(kind, new CopyOnWriteArrayList<>());
    }

    /**
     * @param journal takes an entry for each operation, as {@code "redis erase task-1"}; may be shared by several
     * stores
     */
    public TestingStore(ResourceKind kind, List<String> journal) {
        this.kind = kind;
        this.journal = journal;
        this.unit = switch (kind) {
            case LOCAL_DIRECTORY -> Unit.FILES;
            case REDIS -> Unit.KEYS;
            case MINIO -> Unit.OBJECTS;
        };
    }

    /** Puts so many items of the task into the store. */
    public TestingStore holding(TaskId taskId, long amount) {
        items.put(taskId.value(), amount);
        return this;
    }

    /** From now on every operation fails; {@link #explain} gives this reason. */
    public TestingStore broken(Failure failure) {
        broken = Optional.of(failure);
        return this;
    }

    /** From now on looks work, and erasing takes nothing away and reports this. */
    public TestingStore refusing(Failure failure) {
        return refusing(failure, 0);
    }

    /** Likewise, but each time erasing takes so many items away before. */
    public TestingStore refusing(Failure failure, long items) {
        refusing = Optional.of(failure);
        before = items;
        return this;
    }

    /** From now on erasing reports that all is gone, and keeps one item. */
    public TestingStore forgetting() {
        forgetting = true;
        return this;
    }

    /** The next time erasing does nothing, as where somebody else has changed what the look found. */
    public TestingStore disturbed() {
        disturbed = true;
        return this;
    }

    /** From now on erasing tells what is left. */
    public TestingStore looking() {
        looking = true;
        return this;
    }

    /** From now on it says that it is free. */
    public TestingStore free() {
        free = true;
        return this;
    }

    /** From now on what it holds was changed then. */
    public TestingStore changed(Instant newest) {
        changed = Optional.of(newest);
        return this;
    }

    /** From now on what it holds are these. */
    public TestingStore counting(Unit items) {
        unit = items;
        return this;
    }

    /** From now on no operation answers. */
    public TestingStore silent() {
        silent = true;
        return this;
    }

    /** From now on what erasing has done is told only when that has come to pass. */
    public TestingStore reportingAfter(Future<Void> moment) {
        reporting = moment;
        return this;
    }

    /** Works again, with what it holds. */
    public TestingStore mended() {
        broken = Optional.empty();
        refusing = Optional.empty();
        forgetting = false;
        silent = false;
        reporting = Future.succeededFuture();
        return this;
    }

    /** What it holds, without asking it: task → number of items. */
    public Map<String, Long> items() {
        return Map.copyOf(items);
    }

    /** All operations so far, the oldest first. */
    public List<String> journal() {
        return List.copyOf(journal);
    }

    /** What looks have found that nothing was deleted by. */
    public List<Evidence> released() {
        return List.copyOf(released);
    }

    @Override
    public void release(Evidence found) {
        released.add(found);
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Future<Evidence> survey(TaskId taskId) {
        journal.add(kind.label() + " survey " + taskId);
        return answer(held(taskId));
    }

    private Evidence held(TaskId taskId) {
        Evidence found = new Evidence(Counts.of(unit, items.getOrDefault(taskId.value(), 0L)), List.of(), true);
        return changed.map(found::changedAt).orElse(found);
    }

    @Override
    public Future<Erased> erase(Deletion deletion, Evidence found) {
        journal.add(kind.label() + " erase " + deletion.taskId());
        Future<Erased> done = silent || broken.isPresent() ? answer(Erased.NOTHING) : answer(take(deletion));
        return done.compose(erased -> reporting.map(erased));
    }

    @Override
    public boolean isFree() {
        return free;
    }

    @Override
    public Failure explain(Throwable cause) {
        if (cause instanceof Broken told) {
            return told.failure;
        }
        return cause instanceof TimeoutException
                ? new Failure(FailureCode.TIMEOUT, "No answer in time.")
                : new Failure(FailureCode.INTERNAL, "An internal error; the service's log has it.");
    }

    private Erased take(Deletion deletion) {
        if (disturbed) {
            disturbed = false;
            return Erased.NOTHING;
        }
        if (refusing.isPresent()) {
            return new Erased(takeSome(deletion.taskId().value()), List.of(refusing.get()));
        }
        if (deletion.deadline().passed()) {
            return new Erased(Counts.NONE, List.of(new Failure(FailureCode.TIMEOUT, "Not finished in time.")));
        }
        Long held = items.remove(deletion.taskId().value());
        if (held != null && forgetting) {
            items.put(deletion.taskId().value(), 1L);
        }
        Erased erased = new Erased(Counts.of(unit, held == null ? 0 : held), List.of());
        return looking ? erased.leaving(held(deletion.taskId())) : erased;
    }

    private Counts takeSome(String task) {
        long held = items.getOrDefault(task, 0L);
        long taken = Math.min(before, held);
        items.replace(task, held - taken);
        return Counts.of(unit, taken);
    }

    private <T> Future<T> answer(T value) {
        if (silent) {
            return Promise.<T>promise().future();
        }
        return broken.<Future<T>>map(failure -> Future.failedFuture(new Broken(failure)))
                .orElseGet(() -> Future.succeededFuture(value));
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        private Broken(Failure failure) {
            super("broken for a test: " + failure.message());
            this.failure = failure;
        }
    }
}
