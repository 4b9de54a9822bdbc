package io.tasksweep.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads JSON as RFC 8259 defines it and nothing else: UTF-8 without a byte order mark, no comments, no duplicate keys, nothing after the
 * value. Vert.x's own mapper accepts all of those, and takes the last of two equal keys.
 */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** The object; empty if the bytes are anything else. */
    public static Optional<JsonObject> object(Buffer bytes) {
        return text(bytes).filter(text -> !text.startsWith("\uFEFF")).flatMap(StrictJson::object);
    }

    /** The object; empty if the text is anything else. */
    public static Optional<JsonObject> object(String text) {
        try {
            return MAPPER.readTree(text).isObject() ? Optional.of(new JsonObject(text)) : Optional.empty();
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
