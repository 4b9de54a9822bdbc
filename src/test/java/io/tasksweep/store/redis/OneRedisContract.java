package io.tasksweep.store.redis;

import io.tasksweep.deletion.ResourceStore;
import io.tasksweep.domain.TaskId;
import io.tasksweep.store.ResourceStoreContract;
import io.vertx.redis.client.Command;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;

/** The contract where all keys are in one Redis. Every task has four, of several types, the old layout of its state among them. */
abstract class OneRedisContract extends ResourceStoreContract {
    abstract TestingRedisStores stores();

    @BeforeEach
    void empty() {
        stores().client.ask(Command.FLUSHALL);
    }

    @Override
    protected ResourceStore store() {
        return stores().store();
    }

    @Override
    protected void seed(TaskId taskId) {
        stores().client.set(taskId + ":node-1:extract", "{\"status\": \"completed\"}");
        stores().client.ask(Command.HSET, taskId + ":node-2:transcribe", "field", "value");
        stores().client.ask(Command.RPUSH, taskId + ":node-3:merge:part", "a", "b");
        stores().client.set("workflow_state:" + taskId, "{}");
    }

    @Override
    protected boolean deletesNothingTooLate() {
        return true;
    }

    @Override
    protected SortedMap<String, String> snapshot() {
        return stores().client.snapshot();
    }
}
