package io.tasksweep.codec;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** What a deletion request may contain: in its body over HTTP; over the event bus the same fields plus the task id. */
public final class RequestBody {
    private static final String FORCE = "force";
    private static final Set<String> HTTP_FIELDS = Set.of(FORCE);
    private static final Set<String> BUS_FIELDS = Set.of(FORCE, "task_id");

    private RequestBody() {}

    /**
     * Whether the body asks for force; an empty body does not.
     *
     * @throws ProblemException if the body is invalid
     */
    public static boolean force(Buffer body) {
        if (body.length() == 0) {
            return false;
        }
        JsonObject json = StrictJson.object(body).orElseThrow(() -> new ProblemException(Problem.invalidBody()));
        return force(json, HTTP_FIELDS);
    }

    /**
     * Whether the message, which also names its task, asks for force.
     *
     * @throws ProblemException if the message has an unknown field or an invalid {@code force}
     */
    public static boolean force(JsonObject message) {
        return force(message, BUS_FIELDS);
    }

    private static boolean force(JsonObject json, Set<String> known) {
        Optional<String> unknown =
                json.fieldNames().stream().filter(name -> !known.contains(name)).findFirst();
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
