package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawRequest;
import java.util.stream.Stream;

/** B31 to B33, B38, B39, B43, B44: parameters that are none, methods that are not possible, headers that mislead. */
final class BadRequests {
    private static final String MADE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private BadRequests() {}

    static Stream<BadInput> all() {
        return Stream.of(
                        queries(),
                        methods(),
                        methodsOfTheContract(),
                        preflight(),
                        hosts(),
                        requestIds(),
                        misleading(),
                        forms())
                .flatMap(rows -> rows);
    }

    private static Stream<BadInput> queries() {
        return Stream.of("?task_id=task-2", "?force=true", "?x", "?_method=DELETE", "?")
                .map(query -> BadInput.of(
                        "B31",
                        "the query " + query,
                        RawRequest.to("POST", "/v1/tasks/task-1/delete" + query),
                        400,
                        "unsupported_parameter"));
    }

    private static Stream<BadInput> methods() {
        return Stream.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO", "post")
                .flatMap(method -> Stream.of(
                        method(method, RawRequest.to(method, "/v1/tasks/task-1/delete")),
                        method(
                                method + ", overridden",
                                RawRequest.to(method, "/v1/tasks/task-1/delete")
                                        .with("X-HTTP-Method-Override: POST"))));
    }

    private static Stream<BadInput> methodsOfTheContract() {
        return Stream.of("POST", "HEAD", "DELETE")
                .map(method -> method(method + ", of the contract", RawRequest.to(method, "/openapi.yaml"), "GET"));
    }

    private static BadInput method(String what, RawRequest request) {
        return method(what, request, "POST");
    }

    private static BadInput method(String what, RawRequest request, String allowed) {
        return BadInput.of("B32", "the method " + what, request, 405, "method_not_allowed")
                .and(answer -> assertThat(answer.header("Allow")).isEqualTo(allowed))
                .and(answer -> assertThat(answer.body()).doesNotContain("tasksweep.test"));
    }

    private static Stream<BadInput> preflight() {
        RawRequest asked = RawRequest.to("OPTIONS", "/v1/tasks/task-1/delete")
                .without("Authorization")
                .with(
                        "Origin: http://elsewhere.test",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization");
        return Stream.of(BadInput.of("B33", "a preflight", asked, 405, "method_not_allowed"));
    }

    private static Stream<BadInput> hosts() {
        RawRequest none = RawRequest.deletion("task-1").without("Host");
        return Stream.of(
                host("none", none),
                host("two, both good", none.with("Host: tasksweep.test", "Host: tasksweep.test")),
                host("two, different", none.with("Host: tasksweep.test", "Host: other.test")),
                host("empty and another", none.with("Host:", "Host: tasksweep.test")),
                host("with a space", none.with("Host: a b")),
                host("with a path", none.with("Host: a/v1")),
                host("that ends in a percent sign", none.with("Host: a%")),
                host("that ends within a percent-encoding", none.with("Host: a%2")),
                host("with a wrong percent-encoding", none.with("Host: a%zz")),
                host("folded", none.with("Host: a\r\n b")));
    }

    private static BadInput host(String what, RawRequest request) {
        return BadInput.of("B38", "Host: " + what, request, 400, "unsupported_parameter");
    }

    private static Stream<BadInput> requestIds() {
        return Stream.of(
                        "x".repeat(300),
                        "a%0d%0aX-Evil:1",
                        "a\\r\\nX-Evil:1",
                        "a b",
                        "\"a\"",
                        "",
                        RawRequest.utf8("\u00e9\u202e"),
                        "one\r\nX-Request-Id: two")
                .map(id -> unknownTask("B43", "X-Request-Id " + id, "X-Request-Id: " + id)
                        .and(answer -> assertThat(answer.header("X-Request-Id")).matches(MADE))
                        .and(answer -> assertThat(answer.header("X-Evil")).isEmpty()));
    }

    /** If the header had any effect, the answer would be another, or task-1 would be gone. */
    private static BadInput unknownTask(String number, String what, String... headers) {
        RawRequest request = RawRequest.deletion("task-unknown").with(headers);
        return BadInput.of(number, what, request, 404, "task_not_found")
                .and(answer -> assertThat(answer.json().getString("task_id")).isEqualTo("task-unknown"));
    }

    private static Stream<BadInput> misleading() {
        return Stream.of(
                        "X-Original-URL: /v1/tasks/task-1/delete",
                        "X-Rewrite-URL: /v1/tasks/task-1/delete",
                        "X-Forwarded-Path: /v1/tasks/task-1/delete",
                        "X-Forwarded-Prefix: /v1/tasks/task-1",
                        "X-Forwarded-Uri: /v1/tasks/task-1/delete",
                        "X-Forwarded-Host: other.test",
                        "X-Forwarded-User: root",
                        "X-Forwarded-Method: GET",
                        "Forwarded: for=10.0.0.1;host=other.test;proto=https",
                        "Accept: text/html",
                        "Accept: application/xml;q=1, */*;q=0")
                .map(header -> unknownTask("B44", header, header));
    }

    /** Other ways to ask for the same. */
    private static Stream<BadInput> forms() {
        RawRequest elsewhere = RawRequest.to("POST", "http://other.test/v1/tasks/task-unknown/delete");
        return Stream.of(
                BadInput.of("B39", "the absolute form", elsewhere, 404, "task_not_found"),
                unknownTask("B39", "a folded header", "X-Folded: a\r\n /v1/tasks/task-1/delete"),
                unknownTask(
                        "B40",
                        "h2c",
                        "Connection: Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABk"),
                unknownTask(
                        "B40",
                        "a web socket",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13"));
    }
}
