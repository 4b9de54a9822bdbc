package io.tasksweep.store.redis;

import io.tasksweep.domain.ShownText;
import io.tasksweep.domain.StateValue;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.TaskState;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a task's records some at a time, and keeps only the combined state. A record that is gone by then does not count. */
final class StateReading {
    /** In bytes. A larger record is not read: it can only be taken for active. Records that together are larger are read in parts. */
    static final int MOST_BYTES = 1 << 18;

    /** In bytes, enough for most records: this much is read without asking for the length first. */
    static final int FIRST_BYTES = 1 << 11;

    private static final int BATCH = MOST_BYTES / FIRST_BYTES;
    private static final int MOST_SOURCE = 80;

    private final RedisCommands redis;
    private final StateReader reader;
    private final TaskId taskId;
    private final List<byte[]> waiting = new ArrayList<>();
    private TaskState state = TaskState.NONE;

    StateReading(RedisCommands redis, StateReader reader, TaskId taskId) {
        this.redis = redis;
        this.reader = reader;
        this.taskId = taskId;
    }

    /** The combined state of the records read so far. */
    TaskState state() {
        return state;
    }

    Future<Void> all(List<byte[]> names) {
        return InParts.of(names, BATCH, this::some);
    }

    /**
     * Reads the records once there are enough for a batch; until then, or until {@link #rest}, they wait. The first ones are read at once,
     * since they may say enough.
     */
    Future<Void> add(List<byte[]> names) {
        waiting.addAll(names);
        return waiting.size() < BATCH && state.values() > 0 ? Future.succeededFuture() : rest();
    }

    /** Reads the waiting records. */
    Future<Void> rest() {
        List<byte[]> names = List.copyOf(waiting);
        waiting.clear();
        return all(names);
    }

    /** One command per record. If one is refused for its type, all types are asked first. */
    private Future<Void> some(List<byte[]> names) {
        return ranges(names, FIRST_BYTES).transform(read -> {
            if (read.succeeded()) {
                return beginnings(names, read.result());
            }
            return RedisFailures.isWrongType(read.cause()) ? ofAnyType(names) : Future.failedFuture(read.cause());
        });
    }

    private Future<List<Response>> ranges(List<byte[]> names, int length) {
        return redis.batch(names.stream()
                .map(name -> Request.cmd(Command.GETRANGE).arg(name).arg(0).arg(length - 1))
                .toList());
    }

    /** A record that fills the whole requested range may be longer. */
    private Future<Void> beginnings(List<byte[]> names, List<Response> answers) {
        List<byte[]> empty = new ArrayList<>();
        List<byte[]> longer = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            byte[] json = answers.get(i).toBytes();
            if (json.length == 0) {
                empty.add(names.get(i));
            } else if (json.length == FIRST_BYTES) {
                longer.add(names.get(i));
            } else {
                add(names.get(i), json);
            }
        }
        return empty(empty).compose(read -> texts(longer));
    }

    private void add(byte[] name, byte[] json) {
        state = state.plus(reader.read(taskId, source(name), json));
    }

    private void notUnderstood(byte[] name) {
        state = state.plus(StateValue.notUnderstood(source(name)));
    }

    private Future<Void> ofAnyType(List<byte[]> names) {
        return redis.batch(asked(Command.TYPE, names)).compose(answers -> {
            List<byte[]> texts = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                switch (answers.get(i).toString()) {
                    case "none" -> {} // expired, or deleted meanwhile
                    case "string" -> texts.add(names.get(i));
                    default -> notUnderstood(names.get(i));
                }
            }
            return texts(texts);
        });
    }

    /** Asks for the lengths first: a record that is too long is not read, and the others only so much at a time. */
    private Future<Void> texts(List<byte[]> names) {
        return redis.batch(asked(Command.STRLEN, names)).compose(answers -> {
            Future<Void> read = Future.succeededFuture();
            List<byte[]> part = new ArrayList<>();
            long bytes = 0;
            for (int i = 0; i < names.size(); i++) {
                long length = RedisCommands.number(answers.get(i));
                if (length > MOST_BYTES) {
                    notUnderstood(names.get(i));
                    continue;
                }
                bytes += length;
                if (bytes > MOST_BYTES) {
                    List<byte[]> full = part;
                    read = read.compose(before -> whole(full));
                    part = new ArrayList<>();
                    bytes = length;
                }
                part.add(names.get(i));
            }
            List<byte[]> rest = part;
            return read.compose(before -> whole(rest));
        });
    }

    private Future<Void> whole(List<byte[]> names) {
        return ranges(names, MOST_BYTES + 1).compose(answers -> {
            List<byte[]> empty = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                byte[] json = answers.get(i).toBytes();
                if (json.length == 0) {
                    empty.add(names.get(i));
                } else {
                    add(names.get(i), json);
                }
            }
            return empty(empty);
        });
    }

    /** Redis shows a key that has just expired as an empty value, so an empty record counts only if its key still exists. */
    private Future<Void> empty(List<byte[]> names) {
        return redis.batch(asked(Command.EXISTS, names))
                .onSuccess(answers -> {
                    for (int i = 0; i < names.size(); i++) {
                        if (RedisCommands.number(answers.get(i)) > 0) {
                            notUnderstood(names.get(i));
                        }
                    }
                })
                .mapEmpty();
    }

    private static List<Request> asked(Command question, List<byte[]> names) {
        return names.stream().map(name -> Request.cmd(question).arg(name)).toList();
    }

    /** The part of a key by which a person recognizes the worker, made fit for an answer. */
    private String source(byte[] name) {
        String key = ShownText.word(new String(name, StandardCharsets.UTF_8));
        String own = taskId.value() + ":";
        String tail = key.startsWith(own) ? key.substring(own.length()) : key;
        return "'" + (tail.length() <= MOST_SOURCE ? tail : tail.substring(0, MOST_SOURCE)) + "'";
    }
}
