package io.tasksweep.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTimeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-11-20T08:05:00Z\"",
                "\"2026-11-20T08:05:00\"",
                "\"2026-11-20 08:05:00\"",
                "\"2026-11-20T08:05:00.000000\"",
                "\"2026-11-20T09:05:00+01:00\"",
                "\"2026-11-20T09:05:00+0100\"",
                "1795161900",
                "1795161900.0"
            })
    void theFormsOfThePlatformsVersionsAreOneMoment(String json) throws JsonProcessingException {
        assertThat(StateTime.of(JSON.readTree(json))).contains(Instant.parse("2026-11-20T08:05:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"yesterday\"",
                "\"2026-11-20\"",
                "\"2026-02-31T00:00:00\"",
                "\"2026-11-20T24:00:00Z\"",
                "\"2026-11-20T08:05:00ZZ\"",
                "null",
                "{}",
                "[]",
                "true",
                "1e300",
                "-1e300"
            })
    void anythingElseIsNoMomentAndNoError(String json) throws JsonProcessingException {
        Instant soon = Instant.now().plusSeconds(1_000_000_000);
        boolean near = StateTime.of(JSON.readTree(json))
                .filter(moment -> moment.isAfter(Instant.EPOCH) && moment.isBefore(soon))
                .isPresent();
        assertThat(near).isFalse();
    }
}
