package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawRequest;
import java.util.stream.Stream;

/** B31 to B33: parameters that are none, methods that are not possible, questions of a browser. */
final class BadRequests {
    private BadRequests() {}

    static Stream<BadInput> all() {
        return Stream.of(queries(), methods(), preflight()).flatMap(rows -> rows);
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

    private static BadInput method(String what, RawRequest request) {
        return BadInput.of("B32", "the method " + what, request, 405, "method_not_allowed")
                .and(answer -> assertThat(answer.header("Allow")).isEqualTo("POST"))
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
}
