package io.tasksweep.store.redis;

import io.tasksweep.deletion.TaskRegistry;
import io.tasksweep.domain.Evidence;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.Registered;
import io.tasksweep.domain.StateValue;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the platform's workers wrote down of a task. A record that is gone when it is read says nothing. */
public final class RedisTaskRegistry implements TaskRegistry {
    /** A larger record is not read: it can only be taken for active. */
    static final int MOST_BYTES = 1 << 20;

    private static final int BATCH = 200;

    private final RedisCommands redis;
    private final TaskKeys keys;
    private final StateReader reader;

    /** @param root as {@code files.root}, to compare what records say of it */
    public RedisTaskRegistry(RedisCommands redis, List<KeyPattern> patterns, Path root) {
        this.redis = redis;
        this.keys = new TaskKeys(redis, patterns);
        this.reader = new StateReader(root);
    }

    @Override
    public Future<Registered> look(TaskId taskId) {
        FoundKeys found = new FoundKeys();
        Reading reading = new Reading(taskId);
        return keys.each(taskId, page -> {
                    found.add(page);
                    return reading.all(page);
                })
                .map(all -> new Registered(reading.state, found.evidence()));
    }

    @Override
    public Future<TaskState> lookAgain(TaskId taskId, Evidence found) {
        Reading reading = new Reading(taskId);
        return found.complete()
                ? reading.all(found.names()).map(all -> reading.state)
                : look(taskId).map(Registered::state);
    }

    @Override
    public Failure explain(Throwable cause) {
        return RedisFailures.explain(cause);
    }

    /** Reads records some at a time and keeps only what they come to. */
    private final class Reading {
        private final TaskId taskId;
        private TaskState state = TaskState.NONE;

        private Reading(TaskId taskId) {
            this.taskId = taskId;
        }

        private Future<Void> all(List<byte[]> names) {
            if (names.isEmpty()) {
                return Future.succeededFuture();
            }
            List<byte[]> now = names.subList(0, Math.min(BATCH, names.size()));
            List<byte[]> later = names.subList(now.size(), names.size());
            return some(now).compose(read -> all(later));
        }

        private Future<Void> some(List<byte[]> names) {
            List<Request> types = names.stream()
                    .map(name -> Request.cmd(Command.TYPE).arg(name))
                    .toList();
            return redis.batch(types).compose(answers -> {
                List<byte[]> texts = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    byte[] name = names.get(i);
                    switch (answers.get(i).toString()) {
                        case "none" -> {} // expired, or deleted meanwhile
                        case "string" -> texts.add(name);
                        default -> state = state.plus(StateValue.notUnderstood(source(name)));
                    }
                }
                return values(texts);
            });
        }

        private Future<Void> values(List<byte[]> names) {
            List<Request> ranges = names.stream()
                    .map(name -> Request.cmd(Command.GETRANGE).arg(name).arg(0).arg(MOST_BYTES))
                    .toList();
            return redis.batch(ranges)
                    .onSuccess(answers -> {
                        for (int i = 0; i < names.size(); i++) {
                            state = state.plus(value(names.get(i), answers.get(i)));
                        }
                    })
                    .mapEmpty();
        }

        private StateValue value(byte[] name, Response answer) {
            byte[] json = answer.toBytes();
            return json.length > MOST_BYTES
                    ? StateValue.notUnderstood(source(name))
                    : reader.read(taskId, source(name), json);
        }

        /** The part of a key that a person knows the worker by, fit for an answer. */
        private String source(byte[] name) {
            String key = new String(name, StandardCharsets.UTF_8).replaceAll("[^\\p{Alnum}._:-]", "?");
            String tail = key.startsWith(taskId.value() + ":")
                    ? key.substring(taskId.value().length() + 1)
                    : key;
            return "'" + (tail.length() <= 80 ? tail : tail.substring(0, 80)) + "'";
        }
    }
}
