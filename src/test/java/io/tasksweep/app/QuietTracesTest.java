package io.tasksweep.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

@Tag("I10")
class QuietTracesTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private static LoggingEvent event(Level level) {
        Logger logger = CONTEXT.getLogger("io.netty.Planted");
        LoggingEvent event = new LoggingEvent(
                "fqcn", logger, level, "it broke: {}", new IllegalStateException("too many"), new Object[] {"here"});
        event.setKeyValuePairs(List.of(new KeyValuePair("request_id", "one")));
        return event;
    }

    @Test
    void aWarningTellsItsCauseInALine() {
        ILoggingEvent quiet = QuietTraces.quiet(event(Level.WARN));
        assertThat(quiet.getThrowableProxy()).isNull();
        assertThat(quiet.getFormattedMessage()).isEqualTo("it broke: here (too many)");
        assertThat(quiet.getLevel()).isEqualTo(Level.WARN);
        assertThat(quiet.getLoggerName()).isEqualTo("io.netty.Planted");
        assertThat(quiet.getKeyValuePairs()).hasSize(1);
    }

    @Test
    void itIsStillWrittenAsJson() {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(CONTEXT);
        encoder.start();
        byte[] line = encoder.encode(QuietTraces.quiet(event(Level.WARN)));
        assertThat(new String(line, StandardCharsets.UTF_8))
                .contains("it broke: here (too many)", "\"request_id\":\"one\"");
    }

    @Test
    void anErrorKeepsItsTrace() {
        assertThat(QuietTraces.quiet(event(Level.ERROR)).getThrowableProxy()).isNotNull();
    }
}
