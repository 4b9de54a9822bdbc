package io.tasksweep.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON as RFC 8259 defines it and nothing else: UTF-8 without a byte order mark, no comments, no duplicate keys, nothing after the
 * value. Vert.x's own mapper accepts all of those, and takes the last of two equal keys.
 */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // a table of names that share a hash, which anybody can choose, fails in ways of its own
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private StrictJson() {}

    /** The object; empty if the bytes are anything else. */
    public static Optional<JsonObject> object(Buffer bytes) {
        return text(bytes).filter(text -> !text.startsWith("\uFEFF")).flatMap(StrictJson::object);
    }

    /** The object; empty if the text is anything else. */
    public static Optional<JsonObject> object(String text) {
        try {
            return Optional.ofNullable(MAPPER.readValue(text, MAP)).map(JsonObject::new);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Buffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
