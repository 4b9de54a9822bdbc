package io.tasksweep.store.redis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** A moment as the platform's versions write it: ISO 8601, in UTC if it names no zone, or seconds since 1970. */
final class StateTime {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][xx]") // Z, or an offset with a colon or without
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private StateTime() {}

    /** Empty if the value is not understood. */
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
        TemporalAccessor moment =
                ISO.parseBest(text.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
        return moment instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(moment).toInstant(ZoneOffset.UTC);
    }
}
