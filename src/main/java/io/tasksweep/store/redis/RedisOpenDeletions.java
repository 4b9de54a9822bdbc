package io.tasksweep.store.redis;

import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sorted set of task ids by due time. Written by commands of its own and not by a task's scripts, since in a cluster it lies on
 * another node than the task's keys.
 */
public final class RedisOpenDeletions implements OpenDeletions {
    private static final int SOME = 20;
    /** Begins with a deletion, so that a Redis whose memory is full still takes it. */
    private static final String POSTPONE = """
            redis.call('ZREM', KEYS[1], ARGV[1])
            return redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
            """;

    private final RedisCommands redis;

    public RedisOpenDeletions(RedisCommands redis) {
        this.redis = redis;
    }

    @Override
    public Future<List<TaskId>> due(Instant now) {
        Request range = Request.cmd(Command.ZRANGE)
                .arg(OwnKeys.OPEN)
                .arg("-inf")
                .arg(now.toEpochMilli())
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(SOME);
        return redis.send(range)
                .map(answer -> answer.map(RedisOpenDeletions::taskIds).orElseGet(List::of));
    }

    private static List<TaskId> taskIds(Response answer) {
        return answer.stream()
                .map(member -> TaskId.parse(member.toString()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Future<Void> postpone(TaskId taskId, Instant until) {
        return redis.eval(POSTPONE, List.of(OwnKeys.OPEN), List.of(taskId.value(), Long.toString(until.toEpochMilli())))
                .mapEmpty();
    }

    @Override
    public Future<Void> close(TaskId taskId) {
        return redis.send(Request.cmd(Command.ZREM).arg(OwnKeys.OPEN).arg(taskId.value()))
                .mapEmpty();
    }
}
