package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.RawHttp.Answer;

/** What every problem has in common, whatever it is about. */
final class Problems {
    private static final String TYPE = "application/problem+json";

    private Problems() {}

    static void assertExplained(BadInput input, Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo(TYPE);
        assertThat(answer.header("X-Request-Id")).isNotEmpty().doesNotContain("|");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.headers()).doesNotContainKey("server");
        assertHeaders(input.status(), answer);
        if (input.request().method().equals("HEAD")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        Answers.held(input.operation(), answer.status(), TYPE, answer.json());
        assertThat(answer.json().getString("code")).isEqualTo(input.code());
        assertThat(answer.json().getInteger("status")).isEqualTo(input.status());
        assertThat(answer.json().getString("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    private static void assertHeaders(int status, Answer answer) {
        switch (status) {
            case 401 -> assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            case 405 -> assertThat(answer.header("Allow")).isNotEmpty();
            case 429, 503 -> assertThat(answer.header("Retry-After")).matches("\\d+");
            default -> assertThat(answer.headers()).doesNotContainKeys("www-authenticate", "allow", "retry-after");
        }
    }
}
