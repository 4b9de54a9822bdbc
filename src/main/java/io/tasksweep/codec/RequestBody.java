package io.tasksweep.codec;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What a deletion request may contain: in its body over HTTP; over the event bus the same fields plus the task id. */
public final class RequestBody {
    private static final String FORCE = "force";

    private RequestBody() {}

    /**
     * The fields of a body; an empty one has none.
     *
     * @throws ProblemException if the body is no JSON object
     */
    public static JsonObject read(Buffer body) {
        return body.length() == 0
                ? new JsonObject()
                : StrictJson.object(body).orElseThrow(() -> new ProblemException(Problem.invalidBody()));
    }

    /**
     * Whether force is asked for.
     *
     * @param others the fields that there may be besides {@code force}
     * @throws ProblemException if there is an unknown field or an invalid {@code force}
     */
    public static boolean force(JsonObject json, String... others) {
        Optional<String> unknown = json.fieldNames().stream()
                .filter(name -> !name.equals(FORCE) && !List.of(others).contains(name))
                .findFirst();
        if (unknown.isPresent()) {
            throw new ProblemException(Problem.invalidBody(new FieldError(unknown.get(), "is not a known field")));
        }
        if (!json.containsKey(FORCE)) {
            return false;
        }
        if (json.getValue(FORCE) instanceof Boolean force) {
            return force;
        }
        throw new ProblemException(Problem.invalidBody(new FieldError(FORCE, "must be true or false")));
    }
}
