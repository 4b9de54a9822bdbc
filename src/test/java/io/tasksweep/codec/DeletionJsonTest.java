package io.tasksweep.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.Counts;
import io.tasksweep.domain.DeletionResult;
import io.tasksweep.domain.Failure;
import io.tasksweep.domain.FailureCode;
import io.tasksweep.domain.ResourceKind;
import io.tasksweep.domain.ResourceOutcome;
import io.tasksweep.domain.TaskId;
import io.tasksweep.domain.Unit;
import io.tasksweep.domain.Warning;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeletionJsonTest {
    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void aResultComesBackAsItWasWritten(FailureCode code) {
        Map<Unit, Long> counts = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            counts.put(unit, 7L);
        }
        DeletionResult result = new DeletionResult(
                new TaskId("task-1"),
                "d-1",
                true,
                List.of(
                        new ResourceOutcome.Deleted(ResourceKind.LOCAL_DIRECTORY, new Counts(counts)),
                        new ResourceOutcome.Skipped(ResourceKind.REDIS),
                        new ResourceOutcome.Failed(
                                ResourceKind.MINIO, Counts.of(Unit.OBJECTS, 1), new Failure(code, "It failed."))),
                List.of(new Warning(Warning.Kind.AS_RECORDED, "Careful.")),
                Instant.parse("2026-11-24T10:00:00.123Z"),
                Duration.ofMillis(1234));

        JsonObject json = DeletionJson.result(result);

        assertThat(DeletionJson.result(DeletionJson.result(new JsonObject(json.encode()))))
                .isEqualTo(json);
        JsonObject failed = json.getJsonArray("results").getJsonObject(2);
        assertThat(failed.getBoolean("retriable")).isEqualTo(code.retriable());
        assertThat(failed.getString("message"))
                .isEqualTo("It failed." + (code.retriable() ? " Repeat the request to go on." : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "Another node may have taken over., Ask again for the result., "
                + "Another node may have taken over. Ask again for the result.",
        "One of the same name began to write., '', One of the same name began to write."
    })
    void aFailureWithItsOwnAdviceOrNoneIsToldWithThat(String message, String advice, String told) {
        Failure failure = new Failure(FailureCode.LEFT_OVER, message, advice);
        JsonObject failed = DeletionJson.outcomes(
                        List.of(new ResourceOutcome.Failed(ResourceKind.REDIS, Counts.NONE, failure)))
                .getJsonObject(0);
        assertThat(failed.getString("message")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T10:00:00.000Z",
        "2026-11-24T10:00:00.120Z, 2026-11-24T10:00:00.120Z",
        "2026-11-24T10:00:00.999999999Z, 2026-11-24T10:00:00.999Z"
    })
    void aTimeAlwaysHasThreeDigitsForItsMilliseconds(Instant time, String written) {
        assertThat(DeletionJson.instant(time)).isEqualTo(written);
    }
}
