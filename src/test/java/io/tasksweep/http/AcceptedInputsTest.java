package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks odd and must be accepted all the same: else a service that refuses everything would pass. */
class AcceptedInputsTest {
    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingPlatform platform = SERVED.platform();
    private final TestingService service = SERVED.service();

    /** A request that deletes {@code taskId} as if {@code force} were false. */
    record Accepted(String what, String taskId, RawRequest request) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Accepted> all() {
        return Stream.of(ids(), bodies(), types(), forms(), tokens()).flatMap(rows -> rows);
    }

    private static Stream<Accepted> ids() {
        Stream<Accepted> odd = Stream.of("a", "A..b", "a.", "1--2", "null", "CON", "a_b.c-d")
                .map(id -> new Accepted("B12 " + id, id, RawRequest.deletion(id)));
        Stream<Accepted> encoded = Stream.of("task%2d%31", "task-%31", "%74ask-1")
                .map(sent -> new Accepted("B05 " + sent, "task-1", RawRequest.deletion(sent)));
        return Stream.concat(odd, encoded);
    }

    private static Accepted task(String what, RawRequest request) {
        return new Accepted(what, "task-1", request);
    }

    private static Stream<Accepted> bodies() {
        RawRequest plain = RawRequest.deletion("task-1");
        String padded = "{\"force\":false" + " ".repeat(4_096 - 15) + "}";
        return Stream.of(
                task("B14 no body", plain),
                task("B14 length 0", plain.with("Content-Length: 0")),
                task("B14 length 0 with a type", plain.with("Content-Length: 0", "Content-Type: application/json")),
                task("B14 no chunk", plain.with("Transfer-Encoding: chunked").followedBy(ascii("0\r\n\r\n"))),
                task("B14 {}", plain.json("{}")),
                task("B14 4 096 bytes", plain.json(padded)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Stream<Accepted> types() {
        byte[] body = ascii("{\"force\":false}");
        return Stream.of(
                        "application/json; charset=UTF-8",
                        "APPLICATION/JSON",
                        "application/json;charset=\"utf-8\"",
                        "application/json ; charset=utf-8")
                .map(type -> task(
                        "B27 " + type,
                        RawRequest.deletion("task-1")
                                .with("Content-Type: " + type)
                                .carrying(body)));
    }

    private static Stream<Accepted> forms() {
        String path = "/v1/tasks/task-1/delete";
        return Stream.of(
                task("B39 the absolute form", RawRequest.to("POST", "http://other.test" + path)),
                task("B39 a folded header", RawRequest.to("POST", path).with("X: a\r\n b")),
                // the rest of the first line becomes a header
                task("B39 HTTP/1.0", RawRequest.to("POST", path + " HTTP/1.0\r\nX-Rest:")));
    }

    private static Stream<Accepted> tokens() {
        JsonObject many = TestingTokens.claims("raw")
                .put("aud", new JsonArray().add("others").add("tasksweep"));
        JsonObject permitted = TestingTokens.claims("raw").put("permissions", new JsonArray().add("tasks:delete"));
        permitted.remove("scope");
        return Stream.of(
                task("B50 aud an array with ours", by(TestingTokens.signed(many))),
                task("B53 permissions an array", by(TestingTokens.signed(permitted))),
                task("B51 a kid that is a path", by(headed("kid", "../../dev/null"))),
                task("B51 a kid of 5 KB", by(headed("kid", "k".repeat(5_000)))),
                task("B52 a token of 7 KB", by(TestingTokens.signed(many.copy().put("x", "x".repeat(5_000))))),
                task(
                        "B45 the scheme in small letters",
                        RawRequest.deletion("task-1").authorized("bearer " + TestingTokens.signed(many))));
    }

    private static String headed(String name, String value) {
        JsonObject header = new JsonObject().put("alg", "HS256").put(name, value);
        return TestingTokens.signed(header, TestingTokens.claims("raw").encode(), TestingTokens.SECRET);
    }

    private static RawRequest by(String token) {
        return RawRequest.deletion("task-1").authorized("Bearer " + token);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void deletesTheTaskAndNothingElse(Accepted accepted) {
        platform.clear();
        platform.task(accepted.taskId(), "pending", "SUCCESS");
        try (Decoys decoys = Decoys.around(platform, accepted.taskId())) {
            Answer answer = RawHttp.ask(service.httpPort(), accepted.request());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            Answers.held("deleteTask", 200, answer.header("Content-Type"), answer.json());
            assertThat(answer.json().getString("status")).isEqualTo("success");
            assertThat(answer.json().getBoolean("force")).isFalse();
            assertThat(answer.json().getString("task_id")).isEqualTo(accepted.taskId());
            assertThat(platform.holds(accepted.taskId())).isFalse();
            decoys.assertUnchanged();
        }
    }

    /** A record would be in the log before that of a deletion that is asked for afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"tasks:read", "tasks:delete", "other tasks:read tasks:delete:force"})
    void whoMayReadOrDeleteReadsAReceiptAndIsNotRecorded(String scope) {
        platform.clear();
        platform.task("task-1", "pending", "SUCCESS");
        service.delete("task-1", false);
        int records = service.audit().size();
        SortedMap<String, String> before = platform.snapshot();
        Answer answer = RawHttp.ask(service.httpPort(), BadReceiptRequests.scoped("task-1", scope));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Answers.held("getDeletion", 200, answer.header("Content-Type"), answer.json());
        assertThat(answer.json().getString("task_id")).isEqualTo("task-1");
        assertThat(platform.snapshot()).isEqualTo(before);
        assertThat(service.delete("task-unknown", false).status()).isEqualTo(404);
        assertThat(service.audit(records + 1).subList(records, records + 1))
                .allMatch(record -> "task-unknown".equals(record.getString("task_id")));
    }

    @Test
    @Tag("B13")
    void b13TheServicesOwnNamesAreTasksLikeAnyOtherAndTakeNoRecordWithThem() {
        platform.clear();
        List.of("task-a", "tasksweep", "workflow_state").forEach(id -> platform.task(id, "pending", "SUCCESS"));
        platform.redis().set("workflow_state:task-b", "{\"status\":\"completed\"}");
        platform.redis().set("tasksweep:lease:{task-b}", "somebody");
        try (Decoys decoys = Decoys.around(platform, "tasksweep", "workflow_state", "task-a")) {
            service.delete("task-a", false);
            String receipt = platform.redis().snapshot().get("tasksweep:receipt:{task-a}");
            assertThat(service.delete("tasksweep", false).body().getString("status"))
                    .isEqualTo("success");
            assertThat(service.delete("workflow_state", false).body().getString("status"))
                    .isEqualTo("success");
            assertThat(platform.redis().snapshot())
                    .containsKeys("workflow_state:task-b", "tasksweep:lease:{task-b}")
                    .containsEntry("tasksweep:receipt:{task-a}", receipt);
            decoys.assertUnchanged();
        }
    }
}
