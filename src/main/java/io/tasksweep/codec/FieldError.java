package io.tasksweep.codec;

import io.tasksweep.domain.ShownText;
import io.vertx.core.json.JsonObject;

/** One field of a request that is wrong, and why. */
public record FieldError(String field, String reason) {
    private static final int MOST_SHOWN = 64;

    /** The field's name is the caller's: it is cut, and nothing in it can break a line. */
    public FieldError {
        field = ShownText.of(field, MOST_SHOWN);
    }

    JsonObject json() {
        return new JsonObject().put("field", field).put("reason", reason);
    }
}
