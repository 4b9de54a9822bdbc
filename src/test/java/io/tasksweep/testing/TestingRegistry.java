package io.tasksweep.testing;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.StateValue;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** State records in memory, kept as the items of a {@link TestingStore} of kind Redis. */
public final class TestingRegistry implements TaskRegistry {
    private final TestingStore keys;
    private final Map<TaskId, List<StateValue>> values = new HashMap<>();
    private final Set<Registered> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private Runnable betweenLooks = () -> {};
    private Optional<Supplier<Future<Void>>> search = Optional.empty();

    public TestingRegistry(TestingStore keys) {
        this.keys = keys;
    }

    /** One more record of the task: the top level's word, and one stage's. */
    public TestingRegistry saying(TaskId taskId, String status, String stage) {
        return saying(taskId, status, stage, "t1");
    }

    /** One more record, of a task that was created then. */
    public TestingRegistry saying(TaskId taskId, String status, String stage, String createdAt) {
        return saying(taskId, status, stage, Optional.of(createdAt));
    }

    /** One more record, which does not say when its task was created. */
    public TestingRegistry undated(TaskId taskId, String status, String stage) {
        return saying(taskId, status, stage, Optional.empty());
    }

    private TestingRegistry saying(TaskId taskId, String status, String stage, Optional<String> createdAt) {
        List<StateValue> said = values.computeIfAbsent(taskId, unknown -> new ArrayList<>());
        said.add(new StateValue(
                "'node:f'", Optional.of(status), Map.of("stage", Optional.of(stage)), createdAt, false, true));
        keys.holding(taskId, said.size());
        return this;
    }

    /** Nothing was ever said of the task. */
    public void forget(TaskId taskId) {
        values.remove(taskId);
    }

    /** What happens after the first look and before each further one, which fails with what is thrown. */
    public void betweenLooks(Runnable happening) {
        betweenLooks = happening;
    }

    /** From now on a look finds more records than it keeps, and they are read again when the search has ended. */
    public void searching(Supplier<Future<Void>> again) {
        search = Optional.of(again);
    }

    /** The looks that may still be deleted by. */
    public Set<Registered> held() {
        return held;
    }

    @Override
    public Future<Registered> look(TaskId taskId) {
        return keys.survey(taskId)
                .map(found -> search.isPresent() ? new Evidence(found.counts(), List.of(), found.isEmpty()) : found)
                .map(found -> new Registered(found.isEmpty() ? TaskState.NONE : said(taskId), found))
                .onSuccess(held::add);
    }

    @Override
    public Future<TaskState> state(TaskId taskId) {
        return keys.survey(taskId).map(found -> found.isEmpty() ? TaskState.NONE : said(taskId));
    }

    @Override
    public void release(Registered seen) {
        held.remove(seen);
    }

    @Override
    public Future<TaskState> readAgain(TaskId taskId, Registered seen) {
        return lookAgain(taskId, seen);
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Registered seen) {
        return Future.<Void>succeededFuture().compose(now -> {
            betweenLooks.run();
            return search.map(Supplier::get).orElseGet(Future::succeededFuture).compose(found -> state(taskId));
        });
    }

    @Override
    public Failure explain(Throwable cause) {
        return keys.explain(cause);
    }

    private TaskState said(TaskId taskId) {
        TaskState state = TaskState.NONE;
        for (StateValue value : values.getOrDefault(taskId, List.of())) {
            state = state.plus(value);
        }
        return state;
    }
}
