package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingService.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which states of a task safe mode takes for work, and which for the end of it: B58 and B58a. */
class TaskStatesTest {
    private static final String KEY = "task-1:whisper:transcribe";

    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();

    /** How a task's state is written down, and a word of the answer that tells it. */
    record State(String what, String told, Consumer<TestingPlatform> write) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static State json(String what, String told, String json) {
        return new State(what, told, platform -> platform.redis().set(KEY, json));
    }

    private static String record(String status, String stages) {
        return new JsonObject().put("status", status).encode().replace("}", ",\"stages\":{" + stages + "}}");
    }

    private static String stage(String status) {
        return "\"whisper.transcribe\":{\"status\":\"" + status + "\"}";
    }

    static Stream<State> active() {
        String done = "\"ffmpeg.extract_audio\":{\"status\":\"SUCCESS\"},";
        return Stream.of(
                json("B58 running", "running", record("running", stage("SUCCESS"))),
                json("B58 Running", "Running", record("Running", "")),
                json("B58 paused", "paused", record("paused", stage("SUCCESS"))),
                json("B58 an empty word", "it is ''", record("", stage("SUCCESS"))),
                json("B58 pending without stages", "pending", record("pending", "")),
                json("B58 pending, stages never written", "pending", "{\"status\":\"pending\"}"),
                json("B58 pending over an unfinished stage", "pending", record("pending", done + stage("pending"))),
                json("B58 IN_PROGRESS under completed", "IN_PROGRESS", record("completed", stage("IN_PROGRESS"))),
                json("B58 an unknown stage under success", "PAUSED", record("success", stage("PAUSED"))),
                json("B58 queued under pending", "queued", record("pending", stage("queued"))),
                json("B58 nothing said at all", "pending", "{}"),
                json("B58 invalid JSON", "transcribe", "{\"status\":\"completed\""),
                json("B58 no JSON", "transcribe", "completed"),
                json("B58 an array", "transcribe", "[{\"status\":\"completed\"}]"),
                json("B58 a status that is no word", "transcribe", "{\"status\":1}"),
                new State(
                        "B58 a list", "transcribe", platform -> platform.redis().ask(Command.LPUSH, KEY, "completed")),
                new State(
                        "B58 a hash",
                        "transcribe",
                        platform -> platform.redis().ask(Command.HSET, KEY, "status", "completed")),
                new State("B58 one of two values", "IN_PROGRESS", platform -> {
                    platform.redis().set("task-1:ffmpeg:extract_audio", record("completed", stage("SUCCESS")));
                    platform.redis().set(KEY, record("pending", stage("IN_PROGRESS")));
                }),
                new State(
                        "B58 the old layout",
                        "running",
                        platform -> platform.redis().set("workflow_state:task-1", record("running", ""))));
    }

    static Stream<State> finished() {
        return Stream.of(
                json("B58a pending over SUCCESS", "", record("pending", stage("SUCCESS"))),
                json("B58a pending over FAILED", "", record("pending", stage("FAILED"))),
                json("B58a failed over a pending stage", "", record("failed", stage("pending"))),
                json("B58a no top level over SUCCESS", "", "{\"stages\":{" + stage("SUCCESS") + "}}"),
                json("B58a completed without stages", "", record("completed", "")),
                json("B58a Cancelled", "", record("Cancelled", "")),
                new State(
                        "B58a the old layout",
                        "",
                        platform -> platform.redis().set("workflow_state:task-1", record("completed", ""))));
    }

    private Decoys seed(State state) {
        platform.clear();
        platform.file("task-1/input/video.mp4", "a film");
        platform.object("task-1/results/transcript.json", "{}");
        state.write().accept(platform);
        return Decoys.around(platform, "task-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("active")
    void isTakenForWork(State state) {
        try (Decoys decoys = seed(state)) {
            SortedMap<String, String> before = platform.snapshot();
            Reply refused = service.delete("task-1", false);
            assertThat(refused.code()).isEqualTo("task_active");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().getBoolean("retriable")).isTrue();
            assertThat(refused.body().getString("detail")).contains(state.told(), "use force");
            assertThat(platform.snapshot()).isEqualTo(before);
            forced();
            decoys.assertUnchanged();
        }
    }

    private void forced() {
        Reply forced = service.delete("task-1", true);
        assertThat(forced.body().getString("status")).isEqualTo("success");
        assertThat(forced.body().getBoolean("force")).isTrue();
        assertThat(forced.body().getJsonArray("warnings").getString(0)).startsWith("Force deleted an active task");
        assertThat(platform.holds("task-1")).isFalse();
        assertThat(platform.redis().keys("workflow_state:task-1")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("finished")
    void isTakenForTheEnd(State state) {
        try (Decoys decoys = seed(state)) {
            Reply done = service.delete("task-1", false);
            assertThat(done.body().getString("status")).as(done.body().encode()).isEqualTo("success");
            assertThat(done.body().getJsonArray("warnings")).isEmpty();
            assertThat(done.outcome("redis")).isEqualTo("deleted");
            assertThat(platform.holds("task-1")).isFalse();
            assertThat(platform.redis().keys("workflow_state:task-1")).isEmpty();
            decoys.assertUnchanged();
        }
    }
}
