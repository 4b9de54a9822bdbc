package io.tasksweep.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.TaskId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertyTest {
    /** Each makes no JSON, or another one than whoever wrote it can have meant, of a small object. */
    private static final List<UnaryOperator<String>> SPOILING = List.of(
            text -> text + text,
            text -> text + " x",
            text -> text + "//",
            text -> "/**/" + text,
            text -> "\uFEFF" + text,
            text -> "[" + text + "]",
            text -> text.substring(0, text.length() - 1),
            text -> text.substring(1),
            text -> text.substring(0, text.length() - 1) + ",}",
            text -> "{" + inside(text) + "," + inside(text) + "}",
            text -> "{\"force\":{" + inside(text) + "," + inside(text) + "}}",
            text -> text.replaceFirst("\"", "'").replaceFirst("\"", "'"),
            text -> text.replaceFirst("\"", "").replaceFirst("\"", ""),
            text -> text.replaceFirst(":", "="),
            text -> text.replaceFirst(":", "::"),
            text -> text.replaceFirst(":.*", ":NaN}"),
            text -> text.replaceFirst(":.*", ":TRUE}"),
            text -> text.replaceFirst(":.*", ":01}"),
            text -> text.replaceFirst(":.*", ":+1}"),
            text -> text.replaceFirst(":.*", ":.5}"),
            text -> text.replaceFirst(":.*", ":\"a\nb\"}"),
            text -> text.replaceFirst(":.*", ":\"\\\\x41\"}"),
            text -> "null",
            text -> "");

    private static String inside(String text) {
        return text.substring(1, text.length() - 1);
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aResultComesBackAsItWasWritten(@ForAll("results") DeletionResult result) {
        JsonObject json =
                StrictJson.object(DeletionJson.result(result).toBuffer()).orElseThrow();
        assertThat(DeletionJson.result(json)).isEqualTo(result);
        assertThat(json.getString("status")).isEqualTo(result.status().label());
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aProblemComesBackAsItWasWritten(@ForAll("problems") Problem problem, @ForAll String requestId) {
        JsonObject json = StrictJson.object(problem.json(requestId).toBuffer()).orElseThrow();
        assertThat(json).isEqualTo(problem.json(requestId));
        assertThat(json.getString("code")).isEqualTo(problem.code().label());
        assertThat(json.getInteger("status")).isEqualTo(problem.code().status());
        assertThat(json.getString("detail")).isEqualTo(problem.detail());
        assertThat(json.getBoolean("retriable")).isEqualTo(problem.retriable());
        assertThat(json.getString("request_id")).isEqualTo(requestId);
        assertThat(Optional.ofNullable(json.getString("task_id")))
                .isEqualTo(problem.taskId().map(TaskId::value));
        assertThat(json.containsKey("errors")).isEqualTo(!problem.errors().isEmpty());
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void aSpoiltDocumentIsNone(@ForAll("objects") String text, @ForAll("spoiling") UnaryOperator<String> spoiling) {
        assertThat(StrictJson.object(Buffer.buffer(text))).isPresent();
        assertThat(StrictJson.object(Buffer.buffer(spoiling.apply(text)))).isEmpty();
    }

    @Property(tries = 2_000, seed = "42", edgeCases = EdgeCasesMode.NONE)
    void bytesThatAreNoUtf8AreNone(@ForAll("objects") String text, @ForAll int at) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bytes[Math.floorMod(at, bytes.length)] = (byte) 0xFF;
        assertThat(StrictJson.object(Buffer.buffer(bytes))).isEmpty();
    }

    @Provide
    Arbitrary<DeletionResult> results() {
        return TestingResults.any();
    }

    @Provide
    Arbitrary<Problem> problems() {
        Arbitrary<List<FieldError>> errors = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(10),
                        Arbitraries.strings().ofMaxLength(10))
                .as(FieldError::new)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(ProblemCode.class),
                        Arbitraries.strings().ofMaxLength(30),
                        Arbitraries.of(true, false),
                        TestingResults.ids().optional(),
                        errors)
                .as(Problem::new);
    }

    /** With one field, of a plain name and value. */
    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> names = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
        Arbitrary<String> values = Arbitraries.of("true", "false", "null", "1", "-2.5e3", "\"x\"", "[]", "{}");
        return Combinators.combine(names, values).as((name, value) -> "{\"" + name + "\":" + value + "}");
    }

    @Provide
    Arbitrary<UnaryOperator<String>> spoiling() {
        return Arbitraries.of(SPOILING);
    }
}
