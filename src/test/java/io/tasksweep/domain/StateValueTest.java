package io.tasksweep.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateValueTest {
    /** @param stages words separated by a space; {@code -} for a stage without one */
    private static StateValue value(String top, String stages) {
        Map<String, Optional<String>> words = new LinkedHashMap<>();
        for (String word : stages.isEmpty() ? new String[0] : stages.split(" ")) {
            words.put("stage-" + words.size(), word.equals("-") ? Optional.empty() : Optional.of(word));
        }
        Optional<String> status = top.equals("-") ? Optional.empty() : Optional.of(top);
        return new StateValue("'n:f'", status, words, Optional.empty(), false, true);
    }

    @ParameterizedTest(name = "b58a [{0}] over [{1}] has ended")
    @CsvSource({
        "pending, SUCCESS",
        "pending, FAILED",
        "failed, pending",
        "-, SUCCESS",
        "completed, ''",
        "success, SUCCESS",
        "cancelled, queued",
        "skipped, -",
        "COMPLETED, Failed",
        "pending, SUCCESS FAILED skipped",
        "error, pending SUCCESS",
        "queued, success",
        "created, error",
        "Canceled, ''",
        "succeeded, ''"
    })
    void endedWorkMayBeDeleted(String top, String stages) {
        assertThat(value(top, stages).activity()).isEmpty();
    }

    @ParameterizedTest(name = "b58 [{0}] over [{1}] is active")
    @CsvSource({
        "running, SUCCESS",
        "Running, ''",
        "paused, ''",
        "'', ''",
        "pending, ''",
        "-, ''",
        "pending, pending",
        "pending, -",
        "pending, SUCCESS pending",
        "completed, IN_PROGRESS",
        "completed, whatever",
        "pending, queued",
        "failed, running",
        "in_progress, SUCCESS",
        "started, ''",
        "processing, ''",
        "retrying, ''",
        "scheduled, ''",
        "queued, ''",
        "created, ''",
        "-, SUCCESS -",
        "success, started"
    })
    void whatMayStillWorkMayNot(String top, String stages) {
        assertThat(value(top, stages).activity()).isPresent();
    }

    @Test
    void aRecordThatIsNotUnderstoodIsActive() {
        assertThat(StateValue.notUnderstood("'n:f'").activity()).hasValue("its state at 'n:f' cannot be understood");
    }

    @Test
    void theReasonNamesWhereAndWhatAndCanBreakNoLine() {
        assertThat(value("completed", "IN\nPROGRESS").activity()).isPresent();
        StateValue hostile = new StateValue(
                "'n:f'", Optional.of("run\r\n\u001b[31m" + "x".repeat(200)), Map.of(), Optional.empty(), false, true);
        assertThat(hostile.activity().orElseThrow())
                .contains("at 'n:f'")
                .doesNotContain("\n", "\r", "\u001b")
                .hasSizeLessThan(120);
    }

    @Test
    void everyRecordCountsForItselfInWhateverOrder() {
        StateValue ended = value("completed", "SUCCESS");
        StateValue active = value("running", "");
        assertThat(TaskState.NONE.plus(ended).plus(active).activity()).isPresent();
        assertThat(TaskState.NONE.plus(active).plus(ended).activity()).isPresent();
        assertThat(TaskState.NONE.plus(ended).plus(ended).activity()).isEmpty();
    }
}
