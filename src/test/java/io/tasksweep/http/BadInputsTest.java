package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawHttp.Answer;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be refused, sent as bytes: the documented answer, one audit record, and nothing changed in any store (I11). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputsTest {
    private TestingPlatform platform;
    private Decoys decoys;
    private TestingService service;
    private SortedMap<String, String> before;

    @BeforeAll
    void fill() {
        platform = TestingPlatform.start();
        platform.task("task-1", "pending", "SUCCESS");
        platform.task("task-2", "pending", "SUCCESS");
        platform.task("task-running", "pending", "IN_PROGRESS");
        platform.redis().set("workflow_state:task-of-old", "{\"status\":\"completed\"}");
        platform.redis().set("tasksweep:lease:{task-2}", "somebody");
        decoys = Decoys.around(platform, "task-1");
        before = platform.snapshot();
        service = TestingService.on(platform, Map.of());
    }

    @AfterAll
    void close() {
        service.close();
        decoys.close();
        platform.close();
    }

    static Stream<BadInput> all() {
        return Stream.of(BadIds.all(), BadBodies.all(), BadRequests.all(), BadTokens.all())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRefusedAndChangesNothing(BadInput input) {
        int records = service.audit().size();
        Answer answer = RawHttp.ask(service.httpPort(), input.request());
        assertThat(answer.status()).as(answer.body()).isEqualTo(input.status());
        if (input.explained()) {
            Problems.assertExplained(input, answer);
        }
        input.further().accept(answer);
        assertThat(service.audit()).hasSize(records + (input.audited() ? 1 : 0));
        assertThat(platform.snapshot()).isEqualTo(before);
    }

    @Test
    void b06TheRecordOfABrokenIdIsOneLineWithNothingUnescaped() {
        int records = service.audit().size();
        RawHttp.ask(service.httpPort(), RawRequest.deletion("a%0d%0aX-Evil:1"));
        assertThat(service.audit().subList(records, service.audit().size()))
                .singleElement()
                .satisfies(record -> assertThat(record.getString("task_id")).isEqualTo("a%0d%0aX-Evil:1"));
    }

    @Test
    void b56WithoutScopeAKnownAndAnUnknownTaskAreAnsweredAlike() {
        JsonObject known = withoutScope("task-1");
        JsonObject unknown = withoutScope("task-unknown");
        known.remove("request_id");
        unknown.remove("request_id");
        assertThat(known.remove("task_id")).isEqualTo("task-1");
        assertThat(unknown.remove("task_id")).isEqualTo("task-unknown");
        assertThat(known).isEqualTo(unknown);
    }

    private JsonObject withoutScope(String taskId) {
        String token = TestingTokens.token("raw", "");
        Answer answer =
                RawHttp.ask(service.httpPort(), RawRequest.deletion(taskId).authorized("Bearer " + token));
        assertThat(answer.status()).isEqualTo(403);
        Answers.held("deleteTask", 403, answer.header("Content-Type"), answer.json());
        return answer.json();
    }

    @Test
    void theNeighboursAreStillThere() {
        decoys.assertUnchanged();
    }
}
