package io.tasksweep.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI contract packed into the jar: the paths and methods of operations, and what they accept. */
public final class ApiContract {
    private static final String FILE = "/delete-task-api.yaml";
    private static final Pattern PLACE = Pattern.compile("\\{[^}]+}");

    private final Buffer file;
    private final OpenAPIContract contract;

    private ApiContract(String text, OpenAPIContract contract) {
        this.file = Buffer.buffer(text);
        this.contract = contract;
    }

    /** Fails if the file is not a valid contract. */
    public static Future<ApiContract> load(Vertx vertx) {
        String text = read();
        // vertx-openapi 5.0.7 does not know problem+json as a response type; only the tests check responses against the
        // contract
        String readable = text.replace("application/problem+json:", "application/json:");
        Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(readable);
        return OpenAPIContract.from(vertx, new JsonObject(yaml)).map(contract -> new ApiContract(text, contract));
    }

    private static String read() {
        try (InputStream in = ApiContract.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The file, byte for byte; one buffer for all who read it, however slowly. */
    Buffer file() {
        return file;
    }

    HttpMethod method(String operationId) {
        return operation(operationId).getHttpMethod();
    }

    /** The operation's path as a pattern for the path as sent: not decoded, not normalized; matches an empty name too. */
    Pattern rawPath(String operationId) {
        String path = operation(operationId).getOpenAPIPath();
        return Pattern.compile(PLACE.matcher(path).replaceAll("[^/]*"));
    }

    /** Whether the contract allows this value for the operation's path parameter. */
    boolean allowsPathParameter(String operationId, String name, String value) {
        Operation operation = operation(operationId);
        return operation.getParameters().stream()
                .filter(parameter -> parameter.getName().equals(name))
                .allMatch(parameter -> valid(parameter.getSchema(), value));
    }

    /** Whether the contract allows this body for the operation. */
    boolean allowsBody(String operationId, JsonObject body) {
        MediaType json = operation(operationId).getRequestBody().determineContentType("application/json");
        return json != null && valid(json.getSchema(), body);
    }

    private Operation operation(String operationId) {
        return Objects.requireNonNull(contract.operation(operationId), operationId);
    }

    private boolean valid(JsonSchema schema, Object value) {
        return contract.getSchemaRepository().validator(schema).validate(value).getValid();
    }
}
