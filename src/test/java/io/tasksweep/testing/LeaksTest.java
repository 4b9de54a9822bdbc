package io.tasksweep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.tasksweep.testing.Leaks.Outlet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the search itself: planted leaks are found, and allowed text is not taken for a leak. */
@Tag("I10")
class LeaksTest {
    private static final String TRACE = "at io.tasksweep.http.HttpVerticle.start(HttpVerticle.java:70)";

    private final Leaks leaks = new Leaks();

    private List<String> found(Outlet outlet, String text) {
        leaks.examine(outlet, text);
        return leaks.drain();
    }

    @ParameterizedTest
    @EnumSource(Outlet.class)
    void aSecretIsFoundEverywhere(Outlet outlet) {
        assertThat(found(outlet, "{\"x\":\"" + TestingTokens.SECRET + "\"}")).hasSize(1);
        assertThat(found(outlet, "key=" + TestingS3.SECRET_KEY)).hasSize(1);
        assertThat(found(outlet, "Bearer " + TestingTokens.token("tester", ""))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tmp/tasksweep-share-123/task-1",
                "the bucket yivideo",
                "127.0.0.1:6379",
                "testing-access",
                "io.tasksweep.http.HttpVerticle",
                "java.lang.IllegalStateException",
                "NoSuchFileException: x",
                TRACE
            })
    void aPlaceAClassOrATraceIsFoundInWhatCallersAndOperatorsGet(String planted) {
        for (Outlet outlet : List.of(Outlet.ANSWER, Outlet.AUDIT, Outlet.METRICS, Outlet.EVENT)) {
            assertThat(found(outlet, "{\"detail\":\"" + planted + "\"}"))
                    .as(outlet.name())
                    .hasSize(1);
        }
    }

    @Test
    void logsMayShowEndpointsFromWarningsOnAndTracesOfBugsOnly() {
        assertThat(found(Outlet.QUIET_LOG, "connected to 127.0.0.1:6379")).hasSize(1);
        assertThat(found(Outlet.WARNING, "cannot connect to 127.0.0.1:6379")).isEmpty();
        assertThat(found(Outlet.WARNING, TRACE)).hasSize(1);
        assertThat(found(Outlet.ERROR, TRACE)).isEmpty();
    }

    @Test
    void whatIsHarmlessIsNoLeak() {
        assertThat(found(Outlet.ANSWER, "{\"resource\":\"minio\",\"message\":\"Deleted, and verified to be gone.\"}"))
                .isEmpty();
        assertThat(found(Outlet.METRICS, "tasksweep_outcomes_total{store=\"minio\",status=\"deleted\"} 1.0"))
                .isEmpty();
    }

    @Test
    void aLogLineIsExaminedWithItsValuesAndItsCauseByItsLevel() {
        Logger logger = new LoggerContext().getLogger("io.tasksweep.Planted");
        LoggingEvent event = new LoggingEvent(
                "fqcn", logger, Level.WARN, "broke", new IllegalStateException(TestingS3.SECRET_KEY), null);
        assertThat(LeakWatch.outlet(Level.INFO_INT)).isEqualTo(Outlet.QUIET_LOG);
        assertThat(LeakWatch.outlet(Level.ERROR_INT)).isEqualTo(Outlet.ERROR);
        assertThat(found(LeakWatch.outlet(event.getLevel().levelInt), LeakWatch.text(event)))
                .hasSize(1);
    }
}
