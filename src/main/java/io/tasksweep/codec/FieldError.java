package io.tasksweep.codec;

import io.tasksweep.domain.ShownText;
import io.vertx.core.json.JsonObject;

/** One invalid field of a request, and why it is invalid. */
public record FieldError(String field, String reason) {
    private static final int MOST_SHOWN = 64;

    /** The caller chose the field's name: it is truncated, and nothing in it can break a line. */
    public FieldError {
        field = ShownText.of(field, MOST_SHOWN);
    }

    JsonObject json() {
        return new JsonObject().put("field", field).put("reason", reason);
    }
}
