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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the platform's workers wrote down of a task. A record that is gone when it is read says nothing. */
public final class RedisTaskRegistry implements TaskRegistry {
    /** A larger record is not read: it can only be taken for active. Nor is more than this read and parsed at a time. */
    static final int MOST_BYTES = 1 << 18;

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

    /** A record that says the task works is reason enough to stay away, also if a replica shows it or the search breaks off after it. */
    @Override
    public Future<Registered> look(TaskId taskId) {
        FoundKeys found = new FoundKeys();
        Reading reading = new Reading(taskId);
        return keys.each(taskId, page -> {
                    found.add(page);
                    return reading.all(page);
                })
                .map(all -> new Registered(reading.state, found.evidence()))
                .recover(cause -> reading.state.activity().isPresent()
                        ? Future.succeededFuture(new Registered(reading.state, found.part()))
                        : Future.failedFuture(cause));
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

    /** A record's key and its length. */
    private static final class Sized {
        private final byte[] name;
        private final long length;

        private Sized(byte[] name, long length) {
            this.name = name;
            this.length = length;
        }
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

        /** Lengths first: what is too long is not read, and the rest only so much at a time. */
        private Future<Void> values(List<byte[]> names) {
            List<Request> lengths = names.stream()
                    .map(name -> Request.cmd(Command.STRLEN).arg(name))
                    .toList();
            return redis.batch(lengths).compose(answers -> {
                List<Sized> readable = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    long length = RedisCommands.number(answers.get(i));
                    if (length > MOST_BYTES) {
                        state = state.plus(StateValue.notUnderstood(source(names.get(i))));
                    } else {
                        readable.add(new Sized(names.get(i), length));
                    }
                }
                return parts(readable);
            });
        }

        private Future<Void> parts(List<Sized> names) {
            if (names.isEmpty()) {
                return Future.succeededFuture();
            }
            int end = 1;
            for (long bytes = names.get(0).length; end < names.size(); end++) {
                bytes += names.get(end).length;
                if (bytes > MOST_BYTES) {
                    break;
                }
            }
            List<Sized> later = names.subList(end, names.size());
            return part(names.subList(0, end)).compose(read -> parts(later));
        }

        private Future<Void> part(List<Sized> names) {
            List<Request> ranges = names.stream()
                    .map(name ->
                            Request.cmd(Command.GETRANGE).arg(name.name).arg(0).arg(MOST_BYTES))
                    .toList();
            return redis.batch(ranges).compose(answers -> {
                List<byte[]> empty = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    byte[] json = answers.get(i).toBytes();
                    byte[] name = names.get(i).name;
                    if (json.length == 0) {
                        empty.add(name);
                    } else {
                        state = state.plus(reader.read(taskId, source(name), json));
                    }
                }
                return empty(empty);
            });
        }

        /** Redis shows a key that has just expired as an empty value: only one that is still there says something. */
        private Future<Void> empty(List<byte[]> names) {
            List<Request> questions = names.stream()
                    .map(name -> Request.cmd(Command.EXISTS).arg(name))
                    .toList();
            return redis.batch(questions)
                    .onSuccess(answers -> {
                        for (int i = 0; i < names.size(); i++) {
                            if (RedisCommands.number(answers.get(i)) > 0) {
                                state = state.plus(StateValue.notUnderstood(source(names.get(i))));
                            }
                        }
                    })
                    .mapEmpty();
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
