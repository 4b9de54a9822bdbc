package io.tasksweep.http;

import static io.tasksweep.testing.RawRequest.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.RawRequest;
import java.util.stream.Stream;

/** B01 to B13: names that are none, and paths that only look like the route. */
final class BadIds {
    private static final String INVALID = "invalid_task_id";

    private BadIds() {}

    static Stream<BadInput> all() {
        return Stream.of(
                        names("B01", "", "%20"),
                        names("B02", ".", "..", "%2e", "%2E%2e"),
                        paths(),
                        names("B04", "..%2ftask-2", "task-1%2f..%2ftask-2", "%2fetc", "a%5cb"),
                        names("B05", "%252e%252e%252f", "task%252d1"),
                        names("B06", "a%00b", "a%0d%0aX-Evil:1", "a%09", "a%7f")
                                .map(input -> input.and(answer ->
                                        assertThat(answer.header("X-Evil")).isEmpty())),
                        names("B07", "%", "%zz", "%f", "%ff", "%c0%ae"),
                        letters(),
                        lengths(),
                        names("B10", "-rf", ".hidden", "_x", "task-1%20", "%20task-1", "task-1+", "task-1%0a"),
                        names("B11", "*", "task-?".replace("?", "%3f"), "[a-z]", "a%7bb%7d", "a^", "~", "$HOME", "a:b"),
                        names("B11", "a;x=1", "a@b", "a%23b"),
                        unknown("B12", "a", "A..b", "a.", "1--2", "null", "CON", "a_b.c-d"),
                        unknown("B13", "tasksweep", "workflow_state"))
                .flatMap(rows -> rows);
    }

    private static Stream<BadInput> names(String number, String... segments) {
        return Stream.of(segments).map(segment -> name(number, "the id «" + segment + "»", segment));
    }

    private static BadInput name(String number, String what, String segment) {
        return BadInput.of(number, what, RawRequest.deletion(segment), 400, INVALID)
                .and(answer -> assertThat(answer.json().getString("detail"))
                        .as("tells the right format")
                        .contains("[A-Za-z0-9][A-Za-z0-9._-]{0,127}"));
    }

    private static Stream<BadInput> paths() {
        return Stream.of(
                        "/v1/tasks/x/../task-1/delete",
                        "/v1//tasks/task-1/delete",
                        "/v1/tasks/task-1//delete",
                        "/v1/tasks/task-1/delete/",
                        "/v1/tasks/x/%2e%2e/task-1/delete",
                        "/v1/%74asks/task-1/delete",
                        "/v1/tasks/task-1/DELETE")
                .map(path -> BadInput.of("B03", "the path " + path, RawRequest.to("POST", path), 404, "not_found"));
    }

    private static Stream<BadInput> letters() {
        return Stream.of("t\u0430sk-1", "\uff54ask-1", "\u202etask-1", "task\u200b-1", "\u00e9", "e\u0301")
                .flatMap(text -> Stream.of(
                        name("B08", "letters from elsewhere as bytes", utf8(text)),
                        name("B08", "letters from elsewhere, encoded", encoded(text))));
    }

    private static String encoded(String text) {
        StringBuilder all = new StringBuilder();
        utf8(text).chars().forEach(one -> all.append("%%%02x".formatted(one)));
        return all.toString();
    }

    private static Stream<BadInput> lengths() {
        return Stream.of(
                BadInput.of("B09", "128 characters", RawRequest.deletion("a".repeat(128)), 404, "task_not_found"),
                name("B09", "129 characters", "a".repeat(129)),
                name("B09", "3 000 characters", "a".repeat(3_000)),
                BadInput.of("B09", "5 000 characters", RawRequest.deletion("a".repeat(5_000)), 414, ""));
    }

    private static Stream<BadInput> unknown(String number, String... ids) {
        return Stream.of(ids)
                .map(id -> BadInput.of(number, "unknown: " + id, RawRequest.deletion(id), 404, "task_not_found"));
    }
}
