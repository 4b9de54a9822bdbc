package io.tasksweep.store.redis;

import io.tasksweep.deletion.OpenDeletions;
import io.tasksweep.domain.TaskId;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A sorted set of task ids by due time, in milliseconds of Redis' clock. Its scripts are separate from those over a task's keys, since in a
 * cluster it lies on another node.
 */
public final class RedisOpenDeletions implements OpenDeletions {
    private static final int SOME = 20;
    private static final List<String> KEYS = List.of(OwnKeys.OPEN);

    /** Gives a script the time by Redis' own clock, in milliseconds, as {@code now}. */
    static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    private static final String DUE = NOW + """
            return redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now), 'BYSCORE', 'LIMIT', 0, ARGV[1], 'WITHSCORES')
            """;
    /** Deletes first, so that a Redis whose memory is full still accepts it. */
    private static final String NOTE = """
            redis.call('ZREM', KEYS[1], ARGV[1])
            """ + NOW + """
            local at = string.format('%.0f', now + ARGV[2])
            redis.call('ZADD', KEYS[1], at, ARGV[1])
            return at
            """;

    private static final String UNLESS_CHANGED = """
            if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[#ARGV] then return '' end
            """;
    private static final String POSTPONE = UNLESS_CHANGED + NOTE;
    private static final String CLOSE = UNLESS_CHANGED + """
            return redis.call('ZREM', KEYS[1], ARGV[1])
            """;

    private final RedisCommands redis;

    public RedisOpenDeletions(RedisCommands redis) {
        this.redis = redis;
    }

    @Override
    public Future<List<Due>> due() {
        return redis.eval(DUE, KEYS, List.of(Integer.toString(SOME)))
                .map(answer -> answer.map(RedisOpenDeletions::entries).orElseGet(List::of));
    }

    private static List<Due> entries(Response answer) {
        List<Due> entries = new ArrayList<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            String mark = answer.get(i + 1).toString();
            TaskId.parse(answer.get(i).toString()).ifPresent(taskId -> entries.add(new Due(taskId, mark)));
        }
        return entries;
    }

    /** Puts a task on the list, or postpones it if it is there already: it is due after this time. */
    Future<Due> note(TaskId taskId, Duration time) {
        return redis.eval(NOTE, KEYS, List.of(taskId.value(), Long.toString(time.toMillis())))
                .map(answer -> new Due(taskId, answer.map(Object::toString).orElse("")));
    }

    @Override
    public Future<Void> postpone(Due due, Duration time) {
        return redis.eval(POSTPONE, KEYS, List.of(due.taskId().value(), Long.toString(time.toMillis()), due.mark()))
                .mapEmpty();
    }

    @Override
    public Future<Void> close(Due due) {
        return redis.eval(CLOSE, KEYS, List.of(due.taskId().value(), due.mark()))
                .mapEmpty();
    }
}
