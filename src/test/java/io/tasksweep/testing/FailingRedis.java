package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A platform whose Redis is about to fail, with a task in all three stores, the task's neighbours, and a service that reaches Redis
 * through a proxy. The time limits are short, so a Redis that never answers is soon given up, yet long enough for the other stores on
 * a busy machine.
 */
public final class FailingRedis implements AutoCloseable {
    public static final String TASK = "task-1";
    public static final String STATE_KEY = TASK + ":ffmpeg:extract_audio";

    private final TestingPlatform platform = TestingPlatform.start();
    private final FaultyProxy proxy = FaultyProxy.before(platform.redisPort());
    private final TestingService service;
    private final Decoys decoys;

    private FailingRedis(Map<String, Object> further) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("redis.port", proxy.port(), "stores.timeout", "2s", "deletion.timeout", "12s"));
        settings.putAll(further);
        assertThat(server().pid()).isPositive(); // known before it stops answering
        platform.task(TASK, "pending", "SUCCESS");
        decoys = Decoys.around(platform, TASK);
        letIn(settings);
        service = TestingService.on(platform, settings);
    }

    /** Makes the user that the settings name, if any: one that may do everything. Without a user nobody comes in any more. */
    private void letIn(Map<String, Object> settings) {
        Object user = settings.get("redis.username");
        if (user != null) {
            platform.redis()
                    .ask(Command.ACL, "SETUSER", user, "on", ">" + settings.get("redis.password"), "~*", "+@all");
            platform.redis().ask(Command.ACL, "SETUSER", "default", "off"); // connections there are stay
        }
    }

    public static FailingRedis start() {
        return start(Map.of());
    }

    /** With further settings of the service. */
    public static FailingRedis start(Map<String, Object> further) {
        return new FailingRedis(further);
    }

    public TestingPlatform platform() {
        return platform;
    }

    public FaultyProxy proxy() {
        return proxy;
    }

    public TestingRedis server() {
        return platform.redisServer();
    }

    public RedisClient redis() {
        return platform.redis();
    }

    public TestingService service() {
        return service;
    }

    public Reply delete() {
        return service.delete(TASK, false);
    }

    public CompletableFuture<Reply> deleteLater() {
        return service.deleteAtOnce(List.of(TASK)).get(0);
    }

    /** {@code r+} or {@code r-}: Redis failed, the others are emptied, and the answer says so. */
    public void assertOnlyRedisFailed(Reply reply, boolean retriable) {
        String told = reply.body().encode();
        assertThat(reply.status()).as(told).isEqualTo(200);
        assertThat(reply.body().getString("status")).as(told).isEqualTo("partial_failed");
        assertThat(reply.outcome("redis")).as(told).isEqualTo("failed");
        assertThat(reply.item("redis").getBoolean("retriable")).as(told).isEqualTo(retriable);
        assertThat(List.of(reply.outcome("local_directory"), reply.outcome("minio")))
                .as(told)
                .containsOnly("deleted");
        assertThat(platform.share().resolve(TASK)).doesNotExist();
        assertThat(platform.objects().objects().keySet()).noneMatch(key -> key.startsWith(TASK + "/"));
    }

    /** As without a fault. */
    public void assertDeleted(Reply reply) {
        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
        assertThat(platform.holds(TASK)).isFalse();
    }

    /** 503 with nothing known of the state; whether a repeat may help. */
    public static void assertStateUnavailable(Reply reply, boolean retriable) {
        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("state_unavailable");
        assertThat(reply.body().getBoolean("retriable")).isEqualTo(retriable);
    }

    /**
     * I07, I08 and I02: one repeat, now that all is well, ends it, and others change nothing more; nothing is left, nor open, and the
     * neighbours are as they were.
     */
    public void assertRepeatEndsIt() {
        Awaiting.until(service::isUp); // it has answered once
        JsonObject last = delete().body();
        assertThat(last.getString("status")).as(last.encode()).isEqualTo("success");
        Repeats.assertChangeNothing(service, TASK);
        assertNothingLeft();
    }

    public void assertNothingLeft() {
        assertThat(platform.holds(TASK)).isFalse();
        assertThat(redis().keys("tasksweep:open")).isEmpty();
        assertThat(redis().keys("tasksweep:lease:*")).isEmpty();
        decoys.assertUnchanged();
    }

    @Override
    public void close() {
        service.close();
        decoys.close();
        proxy.close();
        platform.close();
    }
}
