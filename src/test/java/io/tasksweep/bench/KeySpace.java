package io.tasksweep.bench;

import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingPlatform;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The Redis database that holds the tasks' states. */
final class KeySpace implements Store, AutoCloseable {
    private static final int AT_ONCE = 1_000;
    private static final String OTHER = "x".repeat(100);

    private final RedisClient redis;
    private int others;

    KeySpace(int port) {
        redis = new RedisClient(port, TestingPlatform.DATABASE);
    }

    @Override
    public void seed(String task, Shape shape) {
        String state = TestingPlatform.state("pending", "ffmpeg.extract_audio", "SUCCESS")
                .put("workflow_id", task)
                .encode();
        set(shape.keys(), number -> task + ":node-" + number % 4 + ":function-" + number, state);
    }

    /** Sees to it that there are so many keys of other tasks; takes all keys away first if there are more: whether so. */
    boolean others(int wanted) {
        boolean tooMany = others > wanted;
        if (tooMany) {
            redis.ask(Command.FLUSHALL);
            others = 0;
        }
        int before = others;
        set(wanted - before, number -> "other-" + (before + number) + ":node-1:function", OTHER);
        others = wanted;
        return tooMany;
    }

    private void set(int count, IntFunction<String> key, String value) {
        for (int from = 0; from < count; from += AT_ONCE) {
            List<Object> arguments = new ArrayList<>();
            for (int number = from; number < Math.min(count, from + AT_ONCE); number++) {
                arguments.add(key.apply(number));
                arguments.add(value);
            }
            redis.ask(Command.MSET, arguments.toArray());
        }
    }

    @Override
    public long count(String prefix) {
        return redis.keys(prefix + "*").size();
    }

    /** Whether the other tasks' keys are all there. */
    boolean othersAreThere() {
        return redis.ask(Command.DBSIZE).map(Response::toLong).orElse(0L) >= others;
    }

    RedisClient client() {
        return redis;
    }

    @Override
    public void close() {
        redis.close();
    }
}
