package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.FaultyProxy;
import io.tasksweep.testing.FaultyProxy.Cut;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F49: every combination of stores that are down; what is down is failed and retriable, and 404 is never said out of ignorance. */
@Tag("faults")
@Tag("F49")
class StoresDownTest {
    private static final List<String> STORES = List.of("local_directory", "redis", "minio");

    static Stream<Set<String>> combinations() {
        return IntStream.range(1, 8)
                .mapToObj(bits -> IntStream.range(0, 3)
                        .filter(at -> (bits >> at & 1) == 1)
                        .mapToObj(STORES::get)
                        .collect(Collectors.toSet()));
    }

    /** A platform whose stores can be taken down. */
    private static final class Breakable implements AutoCloseable {
        private final TestingPlatform platform = TestingPlatform.start();
        private final FaultyProxy redis = FaultyProxy.before(platform.redisPort());
        private final FaultyProxy objects =
                FaultyProxy.before(platform.objects().port());
        private final Path away =
                platform.share().resolveSibling(platform.share().getFileName() + "-away");
        private final TestingService service = TestingService.on(
                platform, Map.of("redis.port", redis.port(), "minio.port", objects.port(), "stores.timeout", "2s"));

        private void down(Set<String> stores) throws IOException {
            if (stores.contains("local_directory")) {
                Files.move(platform.share(), away);
            }
            if (stores.contains("redis")) {
                redis.cutRepliesAfter(0, Cut.RESET);
            }
            if (stores.contains("minio")) {
                objects.cutRepliesAfter(0, Cut.RESET);
            }
        }

        private void up() throws IOException {
            if (Files.exists(away)) {
                Files.move(away, platform.share());
            }
            redis.heal();
            objects.heal();
            until(service::isUp);
        }

        @Override
        public void close() {
            service.close();
            redis.close();
            objects.close();
            platform.close();
        }
    }

    @ParameterizedTest(name = "F49 {0} down")
    @MethodSource("combinations")
    void whatIsDownIsFailedAndTheRestIsDeleted(Set<String> down) throws IOException {
        try (Breakable stores = new Breakable()) {
            stores.platform.task("task-1", "pending", "SUCCESS");
            try (Decoys decoys = Decoys.around(stores.platform, "task-1")) {
                stores.down(down);
                Reply reply = stores.service.delete("task-1", false);
                stores.up();
                assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
                assertThat(reply.body().getString("status")).isEqualTo(down.size() == 3 ? "failed" : "partial_failed");
                for (String store : STORES) {
                    assertThat(reply.outcome(store))
                            .as(store + " in " + reply.body().encode())
                            .isEqualTo(down.contains(store) ? "failed" : "deleted");
                    assertThat(reply.item(store).getBoolean("retriable")).isEqualTo(down.contains(store));
                }
                assertThat(stores.service.delete("task-1", false).body().getString("status"))
                        .isEqualTo("success");
                assertThat(stores.platform.holds("task-1")).isFalse();
                decoys.assertUnchanged();
            }
        }
    }

    @ParameterizedTest(name = "F49 {0} down, and nothing in the others")
    @MethodSource("combinations")
    void ofAnUnknownTaskItIsNeverSaidThatThereIsNone(Set<String> down) throws IOException {
        try (Breakable stores = new Breakable()) {
            stores.down(down);
            Reply reply = stores.service.delete("task-unknown", false);
            stores.up();
            assertThat(reply.status()).as(reply.body().encode()).isEqualTo(200);
            assertThat(reply.body().getString("status")).isEqualTo("failed");
            for (String store : STORES) {
                assertThat(reply.outcome(store)).isEqualTo(down.contains(store) ? "failed" : "skipped");
            }
            assertThat(stores.service.delete("task-unknown", false).code()).isEqualTo("task_not_found");
        }
    }
}
