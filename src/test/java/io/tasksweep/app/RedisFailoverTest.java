package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingSentinels;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F28: the master dies, and sentinels make its replica the master. */
@Tag("F28")
@Tag("faults")
class RedisFailoverTest {
    private static final String TASK = "task-1";
    private static final String KEY = TASK + ":ffmpeg:extract_audio";
    private static final List<String> NEIGHBOURS = List.of("task-10", "task-1.bak", "Task-1", "ask-1");

    private final TestingPlatform platform = TestingPlatform.start();
    private final FaultyProxy objects = FaultyProxy.before(platform.objects().port());
    private final TestingSentinels sentinels = TestingSentinels.start();
    private final RedisClient first = sentinels.client(0);
    private final Map<String, Object> settings = Map.ofEntries(
            Map.entry("redis.mode", "sentinel"),
            Map.entry("redis.endpoints", sentinels.endpoints()),
            Map.entry("redis.master", TestingSentinels.MASTER),
            Map.entry("minio.port", objects.port()),
            Map.entry("stores.timeout", "2s"),
            Map.entry("deletion.timeout", "12s"));
    private final TestingService service = TestingService.on(platform, settings);

    @AfterEach
    void close() {
        service.close();
        objects.close();
        sentinels.close();
        platform.close();
    }

    private static String finished() {
        return TestingPlatform.state("pending", "ffmpeg.extract_audio", "SUCCESS")
                .encode();
    }

    private SortedMap<String, String> seed() {
        NEIGHBOURS.forEach(name -> first.set(name + ":ffmpeg:extract_audio", finished()));
        SortedMap<String, String> neighbours = first.snapshot();
        platform.task(TASK, "pending", "SUCCESS");
        first.set(KEY, finished());
        replicated();
        return neighbours;
    }

    private void replicated() {
        assertThat(first.ask(Command.WAIT, 1, 5_000).map(Object::toString)).hasValue("1");
    }

    private Reply delete() {
        return service.delete(TASK, false);
    }

    /** Once the service has heard who is master now, which takes it a second. */
    private void assertRepeatEndsIt(SortedMap<String, String> neighbours) {
        until(service::isUp);
        Reply repeat = delete();
        assertThat(repeat.status()).as(repeat.body().encode()).isEqualTo(200);
        assertThat(repeat.body().getString("status")).as(repeat.body().encode()).isEqualTo("success");
        SortedMap<String, String> left = new TreeMap<>();
        sentinels.newMaster(master -> left.putAll(master.snapshot()));
        left.keySet().removeIf(key -> key.startsWith("tasksweep:"));
        assertThat(left).isEqualTo(neighbours);
        assertThat(Files.exists(platform.share().resolve(TASK))).isFalse();
        assertThat(platform.objects().objects().keySet()).noneMatch(key -> key.startsWith(TASK + "/"));
    }

    @Test
    void aFailoverInTheMiddleIsSurvivedAndARepeatEndsIt() {
        SortedMap<String, String> neighbours = seed();
        sentinels.node(0).pid();
        objects.stopAt("?delete"); // the state's turn comes after it
        CompletableFuture<Reply> asked = service.deleteAtOnce(List.of(TASK)).get(0);
        until(() -> objects.stopped() && !Files.exists(platform.share().resolve(TASK)));
        sentinels.node(0).kill();
        objects.goOn();
        until(() -> sentinels.isMaster(1));

        Reply reply = await(asked);

        assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
        boolean ok = "success".equals(reply.body().getString("status"));
        assertThat(ok || reply.item("redis").getBoolean("retriable"))
                .as(reply.body().encode())
                .isTrue();
        assertThat(List.of(reply.outcome("local_directory"), reply.outcome("minio")))
                .containsOnly("deleted");
        assertRepeatEndsIt(neighbours);
    }

    /** The one that is named first, and not only in the second for which an answer of it is remembered. */
    @Test
    void aSentinelThatIsFrozenIsNotWaitedFor() {
        SortedMap<String, String> neighbours = seed();
        sentinels.freezeSentinel();
        try (TestingService later = TestingService.on(platform, settings)) {
            Reply reply = later.delete(TASK, false);
            assertThat(reply.body().getString("status"))
                    .as(reply.body().encode())
                    .isEqualTo("success");
        }
        assertThat(first.keys("task-1:*")).isEmpty();
        assertThat(first.snapshot()).containsAllEntriesOf(neighbours);
    }

    @Test
    void keysThatCameBackWithAnOldReplicaAreDeletedByTheNextRequest() {
        SortedMap<String, String> neighbours = seed();
        sentinels.node(0).pid();
        sentinels.node(1).pid();
        sentinels.node(1).freeze();
        first.ask(Command.CLIENT, "KILL", "TYPE", "replica"); // what is written from now on does not reach it
        Reply reply = delete();
        assertThat(reply.body().getString("status")).as(reply.body().encode()).isEqualTo("success");
        sentinels.node(0).kill();
        sentinels.node(1).thaw();
        until(() -> sentinels.isMaster(1));
        sentinels.newMaster(
                master -> assertThat(master.keys(KEY)).as("it came back").hasSize(1));

        assertRepeatEndsIt(neighbours);
    }
}
