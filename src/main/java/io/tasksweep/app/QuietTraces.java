package io.tasksweep.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/** Reserves stack traces for bugs: below ERROR only the message of a cause is logged, whichever library logs it. */
final class QuietTraces extends ConsoleAppender<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
        super.append(quiet(event));
    }

    static ILoggingEvent quiet(ILoggingEvent event) {
        IThrowableProxy cause = event.getThrowableProxy();
        if (cause == null || event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            return event;
        }
        LoggingEvent quiet = new LoggingEvent();
        quiet.setLoggerName(event.getLoggerName());
        quiet.setLoggerContextRemoteView(event.getLoggerContextVO());
        // else the encoder asks for a context, which this copy lacks
        quiet.setMDCPropertyMap(event.getMDCPropertyMap());
        quiet.setThreadName(event.getThreadName());
        quiet.setLevel(event.getLevel());
        quiet.setTimeStamp(event.getTimeStamp());
        quiet.setMessage(event.getFormattedMessage().replace("{}", "{ }") + " (" + cause.getMessage() + ")");
        if (event.getKeyValuePairs() != null) {
            quiet.setKeyValuePairs(event.getKeyValuePairs());
        }
        return quiet;
    }
}
