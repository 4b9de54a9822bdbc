package io.tasksweep.store.redis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A moment as the platform's versions write it: ISO 8601, in UTC where it names no zone, or seconds since 1970. */
final class StateTime {
    private StateTime() {}

    /** Empty if it is none that is understood. */
    static Optional<Instant> of(JsonNode node) {
        try {
            return node.isNumber()
                    ? Optional.of(Instant.ofEpochMilli(Math.round(node.doubleValue() * 1000)))
                    : Optional.of(node).filter(JsonNode::isTextual).map(text -> iso(text.textValue()));
        } catch (DateTimeException noMoment) {
            return Optional.empty();
        }
    }

    private static Instant iso(String text) {
        String plain = text.strip().replace(' ', 'T');
        int time = plain.indexOf('T');
        boolean zoned = time >= 0 && plain.substring(time).matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
        return zoned
                ? OffsetDateTime.parse(plain.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                        .toInstant()
                : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
    }
}
