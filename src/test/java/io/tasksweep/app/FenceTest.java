package io.tasksweep.app;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tasksweep.testing.Background;
import io.tasksweep.testing.FailingRedis;
import io.tasksweep.testing.RedisClient;
import io.tasksweep.testing.TestingPlatform;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker sees if it looks at the fence as the documents tell it to. */
class FenceTest {
    private static final Pattern DOCUMENTED = Pattern.compile("```java\\n(String fence = .*?)```", Pattern.DOTALL);

    /** A client of the state database, with the one method of the usual ones that the example calls. */
    private record StateDb(RedisClient client) {
        @Nullable
        String hget(String key, String field) {
            return client.ask(Command.HGET, key, field).map(String::valueOf).orElse(null);
        }
    }

    private static void beforeItWrites(StateDb stateDb, String taskId) {
        String fence = "tasksweep:receipt:{" + taskId + "}";
        if (stateDb.hget(fence, "fence") != null) {
            throw new CancellationException("task " + taskId + " was deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/operations.md",
                "docs/operations.zh-CN.md",
                "docs/technical/reference/SINGLE_TASK_API_REFERENCE.md",
                "docs/technical/reference/SINGLE_TASK_API_REFERENCE.zh-CN.md"
            })
    void theDocumentedLinesAreThoseThatRunHere(String document) throws IOException {
        Matcher example = DOCUMENTED.matcher(Files.readString(Path.of(document), StandardCharsets.UTF_8));
        assertThat(example.find()).isTrue();
        Path here = Path.of("src", "test", "java", "io", "tasksweep", "app", "FenceTest.java");
        assertThat(Files.readString(here, StandardCharsets.UTF_8))
                .contains(example.group(1).strip().indent(8));
    }

    @Test
    void itStandsFromBeforeTheFirstDeletionUntilTheLastPassAndIsNotThereOtherwise() {
        try (FailingRedis failing = FailingRedis.start(Map.of("deletion.second-passes", List.of("5s")))) {
            StateDb stateDb = new StateDb(failing.redis());
            failing.platform()
                    .state(FailingRedis.TASK, "ffmpeg:extract_audio", TestingPlatform.state("running", "f", "SUCCESS"));
            beforeItWrites(stateDb, FailingRedis.TASK);
            failing.proxy().stopAt("unlink");
            CompletableFuture<?> asked = Background.run(() -> assertThat(
                            failing.service().delete(FailingRedis.TASK, true).status())
                    .isEqualTo(200));
            until(failing.proxy()::stopped);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> beforeItWrites(stateDb, FailingRedis.TASK));
            beforeItWrites(stateDb, "task-2");
            failing.proxy().goOn();
            await(asked);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> beforeItWrites(stateDb, FailingRedis.TASK));
            until(() -> stateDb.hget("tasksweep:receipt:{task-1}", "fence") == null);
            beforeItWrites(stateDb, FailingRedis.TASK);
            until(() -> failing.redis().keys("tasksweep:open").isEmpty());
            failing.assertNothingLeft();
        }
    }
}
