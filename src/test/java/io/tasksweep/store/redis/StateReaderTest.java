package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tasksweep.domain.StateValue;
import io.tasksweep.domain.TaskId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B58")
class StateReaderTest {
    private static final TaskId TASK = new TaskId("task-1");

    private final StateReader reader = new StateReader(Path.of("/share/x/../workflows"), StateTime::of);

    private StateValue read(String json) {
        return reader.read(TASK, "'n:f'", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRecordAsWorkersWriteIt() {
        StateValue value = read("""
                {"workflow_id": "task-1", "create_at": "2026-01-01T00:00:00", "status": "pending",
                 "stages": {"a.b": {"status": "SUCCESS", "output": {}}, "c": {"status": null}, "d": {}},
                 "shared_storage_path": "/share/workflows/task-1/"}
                """);
        assertThat(value)
                .isEqualTo(new StateValue(
                        "'n:f'",
                        Optional.of("pending"),
                        Map.of("a.b", Optional.of("SUCCESS"), "c", Optional.empty(), "d", Optional.empty()),
                        Optional.of("2026-01-01T00:00:00"),
                        false,
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":null,\"stages\":null}", "{\"stages\":{}}"})
    void whatSaysNothingIsUnderstood(String json) {
        assertThat(read(json))
                .isEqualTo(new StateValue("'n:f'", Optional.empty(), Map.of(), Optional.empty(), false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "\"running\"",
                "{",
                "{} {}",
                "{\"status\":1}",
                "{\"status\":[\"pending\"]}",
                "{\"status\":\"a\",\"status\":\"b\"}",
                "{\"stages\":[]}",
                "{\"stages\":\"x\"}",
                "{\"stages\":{\"a\":\"SUCCESS\"}}",
                "{\"stages\":{\"a\":null}}",
                "{\"stages\":{\"a\":{\"status\":1}}}"
            })
    void whatMayMeanAnythingIsNotUnderstood(String json) {
        assertThat(read(json)).isEqualTo(StateValue.notUnderstood("'n:f'"));
    }

    @ParameterizedTest
    @CsvSource({"'\"t1\"',t1", "1764000000,1764000000", "true,true", "'\"t\\n1\"',t 1"})
    void aCreationTimeIsATextWhateverItWas(String json, String expected) {
        assertThat(read("{\"create_at\":" + json + "}").createdAt()).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[1]", "\"\"", "\" \\n\""})
    void whatSaysNothingIsNoCreationTime(String json) {
        assertThat(read("{\"create_at\":" + json + "}").createdAt()).isEmpty();
    }

    @Test
    void aCreationTimeIsNoLongerThanADate() {
        assertThat(read("{\"create_at\":\"" + "1".repeat(64) + "\"}").createdAt())
                .hasValue("1".repeat(64));
        assertThat(read("{\"create_at\":\"" + "1".repeat(65) + "\"}").createdAt())
                .hasValue("1".repeat(64));
    }

    /** Else the receipt would give back another one, and the same task would be taken for a new one after a crash. */
    @ParameterizedTest
    @ValueSource(
            strings = {"t1\\ud83d", "\\ude00t1", "123456789012345678901234567890123456789012345678901234567890123😀"})
    void aCreationTimeComesBackFromStorageAsItIs(String json) {
        String date = read("{\"create_at\":\"" + json + "\"}").createdAt().orElseThrow();
        assertThat(new String(date.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"/share/workflows/task-1\"',false",
        "'\"/share/workflows/y/../task-1\"',false",
        "'\"\"',false",
        "'\" \"',false",
        "null,false",
        "1,false",
        "'\"/share/workflows\"',true",
        "'\"/share/workflows/task-10\"',true",
        "'\"/share/workflows/task-1/sub\"',true",
        "'\"/elsewhere/task-1\"',true",
        "'\"a\\u0000b\"',true"
    })
    void anotherPlaceIsNoticed(String json, boolean elsewhere) {
        assertThat(read("{\"shared_storage_path\":" + json + "}").elsewhere()).isEqualTo(elsewhere);
    }
}
