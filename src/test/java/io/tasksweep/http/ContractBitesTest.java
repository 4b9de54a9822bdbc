package io.tasksweep.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.testing.Answers;
import io.tasksweep.testing.TestingContract;
import io.tasksweep.testing.TestingContract.Example;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer here is a good one with one thing wrong: a check that let it pass would check nothing. */
class ContractBitesTest {
    /** A good answer, and what is done to it. */
    record Spoilt(String what, Example example, Consumer<JsonObject> change) {
        @Override
        public String toString() {
            return what + ": " + example;
        }
    }

    static Stream<Spoilt> spoilt() {
        return Stream.of(everywhere(), results(), items(), receipts(), problems())
                .flatMap(all -> all);
    }

    private static Example example(String name) {
        return TestingContract.read()
                .examples()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Spoilt> everywhere() {
        return TestingContract.read().examples().flatMap(ContractBitesTest::fields);
    }

    /** A field more, and each field that must be there less. */
    private static Stream<Spoilt> fields(Example example) {
        Stream<Spoilt> missing = example.value().fieldNames().stream()
                .filter(field -> !field.equals("task_id") || example.status() == 200)
                .filter(field -> !field.equals("errors"))
                .map(field -> new Spoilt("without " + field, example, answer -> answer.remove(field)));
        return Stream.concat(
                Stream.of(new Spoilt("a field more", example, answer -> answer.put("path", "/share"))), missing);
    }

    private static Stream<Spoilt> results() {
        Example success = example("success");
        return Stream.of(
                new Spoilt("results in another order", success, answer -> {
                    JsonArray results = answer.getJsonArray("results");
                    answer.put(
                            "results",
                            new JsonArray()
                                    .add(results.getValue(1))
                                    .add(results.getValue(0))
                                    .add(results.getValue(2)));
                }),
                new Spoilt(
                        "two results",
                        success,
                        answer -> answer.getJsonArray("results").remove(2)),
                new Spoilt("four results", success, answer -> {
                    JsonArray results = answer.getJsonArray("results");
                    results.add(results.getJsonObject(2).copy());
                }),
                new Spoilt("one store twice", success, answer -> {
                    JsonArray results = answer.getJsonArray("results");
                    results.set(1, results.getJsonObject(0).copy());
                }),
                new Spoilt("an unknown status", success, answer -> answer.put("status", "done")),
                new Spoilt("a negative duration", success, answer -> answer.put("duration_ms", -1)),
                new Spoilt("a time without zone", success, answer -> answer.put("timestamp", "2026-03-02 09:15")),
                new Spoilt(
                        "an empty warning",
                        success,
                        answer -> answer.getJsonArray("warnings").add("")),
                new Spoilt("a bad task id", success, answer -> answer.put("task_id", "../x")),
                new Spoilt("a bad deletion id", success, answer -> answer.put("deletion_id", "")));
    }

    private static Spoilt item(String what, Example example, int index, Consumer<JsonObject> change) {
        return new Spoilt(
                what,
                example,
                answer -> change.accept(answer.getJsonArray("results").getJsonObject(index)));
    }

    private static Stream<Spoilt> items() {
        Example success = example("success");
        Example partial = example("partial_failed");
        return Stream.of(
                item("an outcome with a field more", success, 0, item -> item.put("root", "/share")),
                item("an outcome without details", success, 0, item -> item.remove("details")),
                item("an outcome without message", success, 0, item -> item.put("message", "")),
                item("an unknown outcome", success, 1, item -> item.put("status", "gone")),
                item("deleted, but an error", success, 1, item -> item.put("error", "timeout")),
                item("deleted, but retriable", success, 2, item -> item.put("retriable", true)),
                item("failed, but no error", partial, 2, item -> item.remove("error")),
                item("an unknown error", partial, 2, item -> item.put("error", "oops")),
                item(
                        "an unknown count",
                        success,
                        0,
                        item -> item.getJsonObject("details").put("inodes", 1)),
                item(
                        "a negative count",
                        success,
                        0,
                        item -> item.getJsonObject("details").put("files", -1)),
                item(
                        "a count that is a text",
                        success,
                        1,
                        item -> item.getJsonObject("details").put("keys", "3")));
    }

    private static Stream<Spoilt> receipts() {
        Example done = example("done");
        return Stream.of(
                new Spoilt("an unknown state", done, answer -> answer.put("state", "success")),
                new Spoilt("an unknown store", done, answer -> answer.put("outstanding", new JsonArray().add("s3"))),
                new Spoilt(
                        "a store twice",
                        done,
                        answer -> answer.put(
                                "outstanding", new JsonArray().add("minio").add("minio"))),
                new Spoilt(
                        "a wrong result",
                        done,
                        answer -> answer.getJsonObject("result").remove("status")),
                new Spoilt("a result of another kind", done, answer -> answer.put("result", "success")),
                new Spoilt("no time", done, answer -> answer.put("finished_at", "yesterday")),
                new Spoilt("nobody", done, answer -> answer.put("actor", "")));
    }

    private static Stream<Spoilt> problems() {
        Example body = example("invalid_body");
        return Stream.of(
                new Spoilt("an unknown code", body, answer -> answer.put("code", "bad_request")),
                new Spoilt("another status' code", body, answer -> answer.put("code", "forbidden")),
                new Spoilt("another status", body, answer -> answer.put("status", 401)),
                new Spoilt("another link", body, answer -> answer.put("type", "about:blank")),
                new Spoilt("no errors in errors", body, answer -> answer.put("errors", new JsonArray())),
                new Spoilt(
                        "an error with a field more",
                        body,
                        answer -> error(answer).put("value", "x")),
                new Spoilt(
                        "an error without reason", body, answer -> error(answer).remove("reason")),
                new Spoilt(
                        "an error with a long field",
                        body,
                        answer -> error(answer).put("field", "x".repeat(65))));
    }

    private static JsonObject error(JsonObject problem) {
        return problem.getJsonArray("errors").getJsonObject(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt")
    void isNoAnswer(Spoilt spoilt) {
        Example example = spoilt.example();
        JsonObject answer = example.value().copy();
        spoilt.change().accept(answer);
        assertThat(Answers.objection(example.operationId(), example.status(), example.mediaType(), answer))
                .as(answer.encode())
                .isPresent();
    }
}
