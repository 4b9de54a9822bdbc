package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.failureOf;
import static io.tasksweep.testing.TestingTokens.claims;
import static io.tasksweep.testing.TestingTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.bus.Addresses;
import io.tasksweep.testing.RawHttp;
import io.tasksweep.testing.RawRequest;
import io.tasksweep.testing.ServedPlatform;
import io.tasksweep.testing.TestingService;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** B57: whatever a token's subject is, the request is served, and the audit log has one harmless line of it. */
class ActorsTest {
    @RegisterExtension
    static final ServedPlatform SERVED = new ServedPlatform();

    private final TestingService service = SERVED.service();

    /** A token's claims and the actor that is recorded. */
    record Subject(String what, JsonObject claims, String actor) {
        @Override
        public String toString() {
            return "B57 sub " + what;
        }
    }

    static Stream<Subject> all() {
        JsonObject missing = claims("");
        missing.remove("sub");
        return Stream.of(
                new Subject("missing", missing, "unknown"),
                new Subject("null", claims("").putNull("sub"), "unknown"),
                new Subject("a number", claims("").put("sub", 42), "unknown"),
                new Subject("an object", claims("").put("sub", new JsonObject()), "unknown"),
                new Subject("empty", claims(""), "unknown"),
                new Subject("blank", claims(" \t"), "unknown"),
                new Subject("of 5 000 characters", claims("x".repeat(5_000)), "x".repeat(256)),
                new Subject("with line ends", claims("a\r\n{\"audit\":\"b\"}\n"), "a??{\"audit\":\"b\"}?"),
                new Subject("with colours", claims("\u001b[31mred\u009b0m"), "?[31mred?0m"),
                new Subject("with separators", claims("a\u2028b\u2029c\u0085d"), "a?b?c?d"),
                new Subject("turned round", claims("a\u202eb\u2066c"), "a?b?c"),
                new Subject("in another script", claims("\u5f20\u4f1f"), "\u5f20\u4f1f"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRecordedOnceAndHarmless(Subject subject) {
        int records = service.audit().size();
        RawRequest request = RawRequest.deletion("task-unknown").authorized("Bearer " + signed(subject.claims()));
        assertThat(RawHttp.ask(service.httpPort(), request).status()).isEqualTo(404);
        assertRecorded(records, subject.actor());
    }

    @Test
    @Tag("B57")
    void b57OfTenThousandCharactersOverTheBusTheBeginningIsRecorded() {
        int records = service.audit().size();
        DeliveryOptions options =
                new DeliveryOptions().addHeader("authorization", "Bearer " + signed(claims("y".repeat(10_000))));
        JsonObject message = new JsonObject().put("task_id", "task-unknown").put("force", false);
        assertThat(failureOf(service.eventBus().request(Addresses.DELETE, message, options)))
                .hasMessageContaining("task_not_found");
        assertRecorded(records, "y".repeat(256));
    }

    private void assertRecorded(int before, String actor) {
        List<JsonObject> all = service.audit(before + 1);
        assertThat(all.subList(before, all.size())).singleElement().satisfies(record -> {
            assertThat(record.getString("actor")).isEqualTo(actor);
            assertThat(record.getString("decision")).isEqualTo("task_not_found");
        });
    }
}
