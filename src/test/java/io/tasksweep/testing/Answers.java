package io.tasksweep.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Checks every answer that a test receives against the contract: its status, media type, headers and body. */
public final class Answers {
    private static final TestingContract CONTRACT = TestingContract.read();
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("https://contract.test/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

    private Answers() {}

    /** @throws AssertionError if the contract does not allow the answer to that operation */
    public static void held(String operationId, int status, String mediaType, JsonObject body) {
        Leaks.saw(Leaks.Outlet.ANSWER, body.encode());
        objection(operationId, status, mediaType, body).ifPresent(why -> {
            throw new AssertionError(
                    "The contract forbids " + status + " " + mediaType + " " + body.encode() + ": " + why);
        });
    }

    /** Why the contract does not allow the answer; empty if it does. */
    public static Optional<String> objection(String operationId, int status, String mediaType, JsonObject body) {
        return CONTRACT.schema(operationId, status, mediaType)
                .map(schema -> violations(operationId + " " + status, schema, body))
                .orElseGet(() -> Optional.of("it has no such answer to " + operationId));
    }

    private static Optional<String> violations(String name, JsonObject schema, JsonObject body) {
        OutputUnit found = VALIDATORS
                .computeIfAbsent(name, made -> Validator.create(JsonSchema.of(schema), OPTIONS))
                .validate(body);
        return Boolean.TRUE.equals(found.getValid()) ? Optional.empty() : Optional.of(told(found));
    }

    private static String told(OutputUnit found) {
        return found.getErrors() == null
                ? String.valueOf(found.getError())
                : found.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + " " + error.getError())
                        .collect(Collectors.joining("; "));
    }
}
