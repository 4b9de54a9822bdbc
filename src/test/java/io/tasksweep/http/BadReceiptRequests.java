package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.TestingTokens;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** The same refusals where a receipt is read: B03 to B10, B31, B32, and B45 to B56. */
final class BadReceiptRequests {
    private BadReceiptRequests() {}

    static Stream<BadInput> all() {
        return Stream.of(ids(), paths(), queries(), methods(), unknownCallers(), scopes(), unknownTask())
                .flatMap(rows -> rows);
    }

    static RawRequest receipt(String segment) {
        return RawRequest.to("GET", "/v1/tasks/" + segment + "/deletion");
    }

    static RawRequest scoped(String segment, String scope) {
        return receipt(segment).authorized("Bearer " + TestingTokens.token("raw", scope));
    }

    private static BadInput refused(String number, String what, RawRequest request, int status, String code) {
        return BadInput.of(number, "receipt, " + what, request, status, code);
    }

    private static Stream<BadInput> ids() {
        return Stream.of(
                id("B01", ""),
                id("B02", "%2e%2e"),
                id("B04", "task-1%2f..%2ftask-2"),
                id("B06", "a%00b"),
                id("B07", "%zz"),
                id("B09", "a".repeat(129)),
                id("B10", "-rf"));
    }

    private static BadInput id(String number, String segment) {
        return refused(number, "the id «" + segment + "»", receipt(segment), 400, "invalid_task_id");
    }

    private static Stream<BadInput> paths() {
        return Stream.of("/v1/tasks/x/../task-1/deletion", "/v1/tasks/task-1/deletion/", "/v1/tasks/task-1/DELETION")
                .map(path -> refused("B03", "the path " + path, RawRequest.to("GET", path), 404, "not_found"));
    }

    private static Stream<BadInput> queries() {
        return Stream.of("?task_id=task-2", "?x", "?")
                .map(query -> refused(
                        "B31",
                        "the query " + query,
                        RawRequest.to("GET", "/v1/tasks/task-1/deletion" + query),
                        400,
                        "unsupported_parameter"));
    }

    private static Stream<BadInput> methods() {
        return Stream.of("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "get")
                .map(method -> refused(
                                "B32",
                                "the method " + method,
                                RawRequest.to(method, "/v1/tasks/task-1/deletion"),
                                405,
                                "method_not_allowed")
                        .and(answer -> assertThat(answer.header("Allow")).isEqualTo("GET")));
    }

    private static Stream<BadInput> unknownCallers() {
        JsonObject expired = TestingTokens.claims("raw").put("exp", 1);
        JsonObject algorithm = new JsonObject().put("alg", "HS256");
        String claims = TestingTokens.claims("raw").encode();
        return Stream.of(
                unknownCaller("B45", "no token", receipt("task-1").without("Authorization")),
                unknownCaller("B45", "no token and no id", receipt("-rf").without("Authorization")),
                unknownCaller(
                        "B48",
                        "another key",
                        receipt("task-1")
                                .authorized("Bearer "
                                        + TestingTokens.signed(
                                                algorithm, claims, "another-secret-of-32-bytes-or-more"))),
                unknownCaller(
                        "B49",
                        "exp in the past",
                        receipt("task-1").authorized("Bearer " + TestingTokens.signed(expired))));
    }

    private static BadInput unknownCaller(String number, String what, RawRequest request) {
        return refused(number, what, request, 401, "unauthenticated");
    }

    /** Force alone permits nothing: it comes on top of {@code tasks:delete}. */
    private static Stream<BadInput> scopes() {
        Stream<BadInput> nearly = Stream.of(
                        "tasks:delete:force", "tasks:reader", "TASKS:READ", "tasks:read,tasks:delete")
                .map(scope -> refused("B53", "the scope " + scope, scoped("task-1", scope), 403, "forbidden"));
        Stream<BadInput> none = Stream.of("task-1", "task-unknown", "-rf")
                .map(id -> refused("B56", "no scope: " + id, scoped(id, ""), 403, "forbidden"));
        return Stream.concat(nearly, none);
    }

    private static Stream<BadInput> unknownTask() {
        return Stream.of(refused("B12", "a task without any", receipt("task-unknown"), 404, "task_not_found"));
    }
}
