package io.tasksweep.codec;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.Labelled;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.ResourceOutcome.Deleted;
import io.tasksweep.domain.ResourceOutcome.Failed;
import io.tasksweep.domain.ResourceOutcome.Skipped;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.domain.Warning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Converts a deletion's result to JSON ({@code TaskDeletionResult} of the contract) and back. */
public final class DeletionJson {
    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private DeletionJson() {}

    public static JsonObject result(DeletionResult result) {
        return new JsonObject()
                .put("task_id", result.taskId().value())
                .put("deletion_id", result.deletionId())
                .put("status", result.status().label())
                .put("force", result.force())
                .put("results", outcomes(result.outcomes()))
                .put(
                        "warnings",
                        new JsonArray(
                                result.warnings().stream().map(Warning::text).toList()))
                .put("timestamp", instant(result.timestamp()))
                .put("duration_ms", result.duration().toMillis());
    }

    public static JsonArray outcomes(List<ResourceOutcome> outcomes) {
        return new JsonArray(outcomes.stream().map(DeletionJson::outcome).toList());
    }

    /** RFC 3339 in UTC, always with three digits for the milliseconds. */
    public static String instant(Instant instant) {
        return TO_THE_MILLISECOND.format(instant);
    }

    private static JsonObject outcome(ResourceOutcome outcome) {
        JsonObject json = new JsonObject()
                .put("resource", outcome.kind().label())
                .put("status", outcome.label())
                .put("message", message(outcome))
                .put(
                        "retriable",
                        outcome.<Boolean>fold(
                                deleted -> false,
                                skipped -> false,
                                failed -> failed.failure().retriable()))
                .put("details", counts(outcome.gone()));
        return outcome.fold(
                deleted -> json,
                skipped -> json,
                failed -> json.put("error", failed.failure().code().label()));
    }

    private static String message(ResourceOutcome outcome) {
        return outcome.fold(
                deleted -> "Deleted, and verified to be gone.",
                skipped -> "Nothing of the task was found.",
                failed -> failed.failure().text());
    }

    private static JsonObject counts(Counts counts) {
        JsonObject json = new JsonObject();
        counts.byUnit().forEach((unit, amount) -> json.put(unit.label(), amount));
        return json;
    }

    /**
     * Reads back what {@link #result(DeletionResult)} wrote. Warnings come back as {@code AS_RECORDED}, and failures with their advice as the
     * end of their message: the JSON holds only their text.
     *
     * @throws RuntimeException if the JSON is not a result
     */
    public static DeletionResult result(JsonObject json) {
        List<ResourceOutcome> outcomes = new ArrayList<>();
        json.getJsonArray("results").forEach(item -> outcomes.add(outcome((JsonObject) item)));
        return new DeletionResult(
                new TaskId(json.getString("task_id")),
                json.getString("deletion_id"),
                json.getBoolean("force"),
                outcomes,
                json.getJsonArray("warnings").stream()
                        .map(text -> new Warning(Warning.Kind.AS_RECORDED, (String) text))
                        .toList(),
                Instant.parse(json.getString("timestamp")),
                Duration.ofMillis(json.getLong("duration_ms")));
    }

    private static ResourceOutcome outcome(JsonObject json) {
        ResourceKind kind =
                Labelled.of(ResourceKind.class, json.getString("resource")).orElseThrow();
        Counts counts = counts(json.getJsonObject("details"));
        return switch (json.getString("status")) {
            case "deleted" -> new Deleted(kind, counts);
            case "skipped" -> new Skipped(kind);
            default -> new Failed(kind, counts, failure(json));
        };
    }

    private static Failure failure(JsonObject json) {
        return new Failure(
                Labelled.of(FailureCode.class, json.getString("error")).orElseThrow(), json.getString("message"), "");
    }

    private static Counts counts(JsonObject json) {
        Map<Unit, Long> counts = new EnumMap<>(Unit.class);
        json.fieldNames()
                .forEach(name -> counts.put(Labelled.of(Unit.class, name).orElseThrow(), json.getLong(name)));
        return new Counts(counts);
    }
}
