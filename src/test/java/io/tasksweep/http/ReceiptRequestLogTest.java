package io.tasksweep.http;

import static io.tasksweep.testing.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tasksweep.testing.TestingPlatform;
import io.tasksweep.testing.TestingService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Deletions are audited; who reads a receipt finds the request in the log. */
class ReceiptRequestLogTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(GetDeletionHandler.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
        }
    };

    /** The service sets up the log as it starts, so later. */
    private void listen() {
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void eachIsLoggedWithItsIdAndItsAnswer() {
        try (TestingPlatform platform = TestingPlatform.start();
                TestingService service = TestingService.on(platform, Map.of())) {
            listen();
            platform.task("task-1", "pending", "SUCCESS");
            service.delete("task-1", false);
            service.receipt("task-1");
            service.receipt("task-2");
            until(() -> lines.size() == 2);
        }
        assertThat(lines)
                .satisfiesExactly(
                        read -> assertThat(read).contains("answered with 200", "request_id=", "task-1"),
                        missed -> assertThat(missed).contains("answered with 404", "request_id=", "task-2"));
    }
}
