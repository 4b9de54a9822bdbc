package io.tasksweep.store.redis;

import io.tasksweep.deletion.Receipts;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Receipt;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Optional;

/** Our own records, one hash for each task: {@code tasksweep:receipt:{task-1}}. */
public final class RedisReceipts implements Receipts {
    private final RedisCommands redis;
    private final ReceiptFields fields;

    public RedisReceipts(RedisCommands redis, ResultFormat results) {
        this.redis = redis;
        this.fields = new ReceiptFields(results);
    }

    @Override
    public Future<Optional<Receipt>> find(TaskId taskId) {
        return redis.send(Request.cmd(Command.HGETALL).arg(OwnKeys.receipt(taskId)))
                .map(answer -> answer.map(ReceiptFields::pairs)
                        .filter(pairs -> !pairs.isEmpty())
                        .map(pairs -> fields.receipt(taskId, pairs)));
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }
}
