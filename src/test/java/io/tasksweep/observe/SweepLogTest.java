package io.tasksweep.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SweepLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(SweepLog.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final SweepLog log = new SweepLog();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void anOutageIsOneLineWhenItBeginsAndOneWhenItIsOver() {
        log.seeing();
        log.blind(new IOException("refused"));
        log.blind(new IOException("refused"));
        log.seeing();
        log.seeing();
        assertThat(lines())
                .containsExactly(
                        "WARN The list of unfinished deletions cannot be read: refused. It is tried again all the time.",
                        "INFO The list of unfinished deletions can be read again");
    }

    @Test
    void soIsOneOfTheShareAndEachIsToldByItself() {
        log.leftoversKnown();
        log.blind(new IOException("refused"));
        log.leftoversUnknown(new IOException("gone"));
        log.leftoversUnknown(new IOException("gone"));
        log.leftoversKnown();
        assertThat(lines())
                .containsExactly(
                        "WARN The list of unfinished deletions cannot be read: refused. It is tried again all the time.",
                        "WARN The left-overs in .tasksweep cannot be listed: gone. It is tried again each minute.",
                        "INFO The left-overs in .tasksweep can be listed again");
    }
}
