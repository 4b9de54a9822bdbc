package io.tasksweep.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract from the jar, read by the tests themselves, since the service's way of reading it is under test. */
public record TestingContract(JsonObject document) {
    private static final String REFERENCE = "$ref";

    /** One example of an answer. */
    public record Example(String operationId, int status, String mediaType, String name, JsonObject value) {
        @Override
        public String toString() {
            return operationId + " " + status + " " + name;
        }
    }

    public static TestingContract read() {
        try (InputStream in =
                Objects.requireNonNull(TestingContract.class.getResourceAsStream("/delete-task-api.yaml"))) {
            Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return new TestingContract(new JsonObject(new JsonObject(yaml).encode()));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The schema of an answer, complete in itself; empty if there is no such answer. */
    Optional<JsonObject> schema(String operationId, int status, String mediaType) {
        return operations()
                .filter(operation -> operationId.equals(operation.getString("operationId")))
                .findFirst()
                .flatMap(operation ->
                        Optional.ofNullable(operation.getJsonObject("responses").getJsonObject(String.valueOf(status))))
                .map(response -> resolved(response).getJsonObject("content"))
                .flatMap(content -> Optional.ofNullable(content.getJsonObject(mediaType)))
                .map(media -> alone(operationId + "/" + status, media.getJsonObject("schema")));
    }

    /** Every example of every answer. */
    public Stream<Example> examples() {
        return operations()
                .flatMap(operation -> operation.getJsonObject("responses").stream()
                        .flatMap(response -> examples(
                                operation.getString("operationId"),
                                Integer.parseInt(response.getKey()),
                                resolved((JsonObject) response.getValue()))));
    }

    private static Stream<Example> examples(String operationId, int status, JsonObject response) {
        return response.getJsonObject("content").stream()
                .flatMap(media -> ((JsonObject) media.getValue())
                        .getJsonObject("examples").stream()
                                .map(example -> new Example(
                                        operationId,
                                        status,
                                        media.getKey(),
                                        example.getKey(),
                                        ((JsonObject) example.getValue()).getJsonObject("value"))));
    }

    /** Every way to say no. */
    public Stream<String> codes() {
        return schemas()
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("code")
                .getJsonArray("enum")
                .stream()
                .map(String.class::cast);
    }

    private Stream<JsonObject> operations() {
        return document.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue()).stream())
                .map(operation -> (JsonObject) operation.getValue());
    }

    private JsonObject schemas() {
        return document.getJsonObject("components").getJsonObject("schemas");
    }

    private JsonObject resolved(JsonObject response) {
        String reference = response.getString(REFERENCE, "");
        JsonObject shared = document.getJsonObject("components").getJsonObject("responses");
        return reference.isEmpty() ? response : shared.getJsonObject(reference.replaceFirst(".*/", ""));
    }

    private JsonObject alone(String name, JsonObject schema) {
        JsonObject whole = new JsonObject()
                .put("$id", "https://contract.test/" + name)
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("allOf", new JsonArray().add(schema))
                .put("$defs", schemas());
        return new JsonObject(whole.encode().replace("#/components/schemas/", "#/$defs/"));
    }
}
