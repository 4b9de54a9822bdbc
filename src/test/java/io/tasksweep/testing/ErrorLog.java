package io.tasksweep.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Collects what is logged while it is open: errors only, or warnings too. */
public final class ErrorLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender;

    private ErrorLog(Level least) {
        appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(least)) {
                    lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
                }
            }
        };
        appender.start();
        root().addAppender(appender);
    }

    public static ErrorLog open() {
        return new ErrorLog(Level.ERROR);
    }

    /** Warnings, too. */
    public static ErrorLog openForWarnings() {
        return new ErrorLog(Level.WARN);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root().detachAppender(appender);
    }
}
