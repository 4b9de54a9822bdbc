package io.tasksweep.store.redis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tasksweep.domain.StateValue;
import io.tasksweep.domain.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one state record as the platform's workers write it: JSON with {@code status}, {@code stages}, {@code create_at}. */
final class StateReader {
    // a record with duplicate fields or trailing data is ambiguous: better refused than read by chance
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MOST_DATE = 64;

    private final Path root;
    private final Function<JsonNode, Optional<Instant>> time;

    /**
     * @param root under which a task's directory lies, to tell whether a record refers to another place
     * @param time reads when the record was written; empty if that does not matter
     */
    StateReader(Path root, Function<JsonNode, Optional<Instant>> time) {
        this.root = root.normalize();
        this.time = time;
    }

    StateValue read(TaskId taskId, String source, byte[] json) {
        try {
            JsonNode state = JSON.readTree(json);
            return state != null && state.isObject() ? value(taskId, source, state) : StateValue.notUnderstood(source);
        } catch (IOException notJson) {
            return StateValue.notUnderstood(source);
        }
    }

    private StateValue value(TaskId taskId, String source, JsonNode state) {
        JsonNode status = state.path("status");
        JsonNode stages = state.path("stages");
        boolean plain = isWord(status) && (stages.isMissingNode() || stages.isNull() || stages.isObject());
        if (!plain) {
            return StateValue.notUnderstood(source);
        }
        Map<String, Optional<String>> words = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> stage : stages.properties()) {
            JsonNode word = stage.getValue().path("status");
            if (!stage.getValue().isObject() || !isWord(word)) {
                return StateValue.notUnderstood(source);
            }
            words.put(stage.getKey(), text(word));
        }
        return new StateValue(
                source,
                text(status),
                words,
                creation(state.path("create_at")),
                elsewhere(taskId, state),
                true,
                time.apply(state.path("updated_at")));
    }

    private static boolean isWord(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isTextual();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /**
     * The creation time, a text or a number depending on the platform's version; only equality matters. It goes into the receipt, so it is
     * one line, no longer than a date needs, and without anything that would be read back as another text. A blank one counts as absent.
     */
    private static Optional<String> creation(JsonNode node) {
        return node.isValueNode() && !node.isNull()
                ? Optional.of(node.asText().replace('\n', ' '))
                        .filter(text -> !text.isBlank())
                        .map(StateReader::storable)
                : Optional.empty();
    }

    private static String storable(String text) {
        String date = text.substring(0, Math.min(text.length(), MOST_DATE));
        // half a character would be stored as '?'
        return new String(date.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private boolean elsewhere(TaskId taskId, JsonNode state) {
        return text(state.path("shared_storage_path"))
                .filter(path -> !path.isBlank())
                .map(path -> !isOurs(taskId, path))
                .orElse(false);
    }

    private boolean isOurs(TaskId taskId, String path) {
        try {
            return Path.of(path).normalize().equals(root.resolve(taskId.value()));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }
}
