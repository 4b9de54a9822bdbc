package io.tasksweep.bus;

import static io.tasksweep.testing.Awaiting.await;
import static io.tasksweep.testing.Awaiting.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.Decoys;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** B61: the bus is no way round the token, and says no in the same words as HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusInputsTest {
    private static final String GOOD = "Bearer " + TestingTokens.token("bus", TestingTokens.ALL);
    private static final JsonObject MESSAGE =
            new JsonObject().put("task_id", "task-1").put("force", false);

    private TestingPlatform platform;
    private TestingService service;
    private Decoys decoys;
    private SortedMap<String, String> before;

    /** A message that must be refused. */
    record BadMessage(String what, List<String> tokens, Object body, int status, String code) {
        @Override
        public String toString() {
            return "B61 " + what;
        }
    }

    @BeforeAll
    void start() {
        platform = TestingPlatform.start();
        platform.task("task-1", "pending", "SUCCESS");
        platform.task("task-running", "pending", "IN_PROGRESS");
        decoys = Decoys.around(platform, "task-2");
        before = platform.snapshot();
        service = TestingService.on(platform, Map.of());
    }

    @AfterAll
    void close() {
        service.close();
        decoys.close();
        platform.close();
    }

    static Stream<BadMessage> all() {
        return Stream.of(callers(), bodies(), sizes()).flatMap(rows -> rows);
    }

    private static Stream<BadMessage> callers() {
        String reader = "Bearer " + TestingTokens.token("bus", "tasks:read");
        String safe = "Bearer " + TestingTokens.token("bus", "tasks:delete");
        return Stream.of(
                new BadMessage("no header", List.of(), MESSAGE, 401, "unauthenticated"),
                new BadMessage("two headers", List.of(GOOD, GOOD), MESSAGE, 401, "unauthenticated"),
                new BadMessage("a bad token", List.of("Bearer a.b.c"), MESSAGE, 401, "unauthenticated"),
                new BadMessage("a bad token before a bad body", List.of("x"), "x", 401, "unauthenticated"),
                new BadMessage("no scope", List.of(reader), MESSAGE, 403, "forbidden"),
                new BadMessage("no scope before a bad body", List.of(reader), "x", 403, "forbidden"),
                new BadMessage(
                        "no scope for force",
                        List.of(safe),
                        MESSAGE.copy().put("force", true),
                        403,
                        "force_forbidden"));
    }

    private static BadMessage body(String what, Object body, String code) {
        return new BadMessage(what, List.of(GOOD), body, 400, code);
    }

    private static Stream<BadMessage> bodies() {
        return Stream.of(
                body("a string", MESSAGE.encode(), "invalid_body"),
                body("bytes", MESSAGE.toBuffer(), "invalid_body"),
                body("an array", new JsonArray().add(MESSAGE), "invalid_body"),
                body("an extra field", MESSAGE.copy().put("dry_run", true), "invalid_body"),
                body("force a string", MESSAGE.copy().put("force", "true"), "invalid_body"),
                body("force null", MESSAGE.copy().putNull("force"), "invalid_body"),
                body("a bad id", MESSAGE.copy().put("task_id", "../task-1"), "invalid_task_id"),
                body("an id with a NUL", MESSAGE.copy().put("task_id", "task-1\0"), "invalid_task_id"),
                body("an id that is not decoded", MESSAGE.copy().put("task_id", "task%2d1"), "invalid_task_id"),
                body("an id that is a number", MESSAGE.copy().put("task_id", 1), "invalid_task_id"),
                body("no id", new JsonObject(), "invalid_task_id"),
                body("an active task", new JsonObject().put("task_id", "task-running"), "task_active"));
    }

    private static Stream<BadMessage> sizes() {
        JsonObject large = MESSAGE.copy().put("x", "x".repeat(5_000));
        return Stream.of(
                new BadMessage("5 KB", List.of(GOOD), large, 413, "body_too_large"),
                new BadMessage("5 KB before no token, as over HTTP", List.of(), large, 413, "body_too_large"),
                new BadMessage("5 KB of text", List.of(GOOD), "x".repeat(5_000), 413, "body_too_large"),
                new BadMessage("5 KB in fewer letters", List.of(GOOD), "\u20ac".repeat(1_700), 413, "body_too_large"),
                new BadMessage("5 KB of bytes", List.of(GOOD), Buffer.buffer(new byte[5_000]), 413, "body_too_large"));
    }

    private Future<Message<JsonObject>> ask(List<String> tokens, Object body) {
        DeliveryOptions options = new DeliveryOptions();
        tokens.forEach(token -> options.addHeader("authorization", token));
        return service.eventBus().request(Addresses.DELETE, body, options);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRefusedAndChangesNothing(BadMessage bad) {
        int records = service.audit().size();
        ReplyException refusal = (ReplyException) failureOf(ask(bad.tokens(), bad.body()));
        assertThat(refusal.failureCode()).as(refusal.getMessage()).isEqualTo(bad.status());
        JsonObject problem = new JsonObject(String.valueOf(refusal.getMessage()));
        Answers.held("deleteTask", bad.status(), "application/problem+json", problem);
        assertThat(problem.getString("code")).isEqualTo(bad.code());
        assertThat(service.audit(records + 1)).hasSize(records + 1);
        assertThat(service.audit().get(records).getString("decision")).isEqualTo(bad.code());
        assertThat(platform.snapshot()).isEqualTo(before);
    }

    @Test
    void aGoodMessageIsAnsweredWithTheResultAndDeletesOnlyItsTask() {
        try (TestingPlatform own = TestingPlatform.start();
                TestingService other = TestingService.on(own, Map.of())) {
            own.task("task-1", "pending", "SUCCESS");
            try (Decoys around = Decoys.around(own, "task-1")) {
                DeliveryOptions options = new DeliveryOptions().addHeader("authorization", GOOD);
                Message<JsonObject> reply =
                        await(other.eventBus().<JsonObject>request(Addresses.DELETE, MESSAGE, options));
                Answers.held("deleteTask", 200, "application/json", reply.body());
                assertThat(reply.body().getString("status")).isEqualTo("success");
                assertThat(own.holds("task-1")).isFalse();
                around.assertUnchanged();
            }
        }
    }
}
