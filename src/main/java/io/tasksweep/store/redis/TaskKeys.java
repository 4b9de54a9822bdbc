package io.tasksweep.store.redis;

import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the keys of a task. Exact keys are asked for; the others take a {@code SCAN} of the whole database, page by page, so
 * that neither this service's memory nor Redis' other clients feel its size.
 */
final class TaskKeys {
    private static final int PAGE = 1_000;

    private final RedisCommands redis;
    private final List<KeyPattern> patterns;

    TaskKeys(RedisCommands redis, List<KeyPattern> patterns) {
        this.redis = redis;
        this.patterns = List.copyOf(patterns);
    }

    /** Whatever Redis says: only these may be read as the task's, or deleted. */
    boolean isOf(TaskId taskId, byte[] key) {
        return !OwnKeys.isOwn(key) && patterns.stream().anyMatch(pattern -> pattern.matches(taskId, key));
    }

    /**
     * Hands on the task's keys, some at a time; a key may come twice, as {@code SCAN} does when a table grows. Fails if some may have
     * been missed.
     */
    Future<Void> each(TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        return existing(taskId)
                .compose(keys -> keys.isEmpty() ? Future.succeededFuture() : page.apply(keys))
                .compose(exact -> redis.masters().search(line -> scans(line, taskId, page)));
    }

    private Future<Void> scans(Line line, TaskId taskId, Function<List<byte[]>, Future<Void>> page) {
        Future<Void> all = Future.succeededFuture();
        for (KeyPattern pattern : patterns) {
            if (!pattern.exact()) {
                all = all.compose(before -> new Scan(line, taskId, pattern.glob(taskId), page).run());
            }
        }
        return all;
    }

    private Future<List<byte[]>> existing(TaskId taskId) {
        List<byte[]> candidates = patterns.stream()
                .filter(KeyPattern::exact)
                .map(pattern -> pattern.key(taskId))
                .filter(key -> isOf(taskId, key))
                .toList();
        List<Request> questions = candidates.stream()
                .map(key -> Request.cmd(Command.EXISTS).arg(key))
                .toList();
        return redis.batch(questions).map(answers -> {
            List<byte[]> there = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                if (RedisCommands.number(answers.get(i)) > 0) {
                    there.add(candidates.get(i));
                }
            }
            return there;
        });
    }

    /** A loop over the cursor, not a chain of futures: a large database takes more steps than a stack has frames. */
    private final class Scan {
        private final Line line;
        private final TaskId taskId;
        private final String glob;
        private final Function<List<byte[]>, Future<Void>> page;
        private final Promise<Void> done = Promise.promise();

        private Scan(Line line, TaskId taskId, String glob, Function<List<byte[]>, Future<Void>> page) {
            this.line = line;
            this.taskId = taskId;
            this.glob = glob;
            this.page = page;
        }

        private Future<Void> run() {
            from("0");
            return done.future();
        }

        private void from(String cursor) {
            Request scan = Request.cmd(Command.SCAN)
                    .arg(cursor)
                    .arg("MATCH")
                    .arg(glob)
                    .arg("COUNT")
                    .arg(PAGE);
            line.ask(scan).onSuccess(this::handOn).onFailure(done::fail);
        }

        private void handOn(Response answer) {
            List<byte[]> keys = new ArrayList<>();
            answer.get(1).forEach(key -> keys.add(key.toBytes()));
            keys.removeIf(key -> !isOf(taskId, key));
            String next = answer.get(0).toString();
            Future<Void> handled = keys.isEmpty() ? Future.succeededFuture() : page.apply(keys);
            handled.onFailure(done::fail).onSuccess(ignored -> {
                if (next.equals("0")) {
                    done.complete();
                } else {
                    from(next);
                }
            });
        }
    }
}
