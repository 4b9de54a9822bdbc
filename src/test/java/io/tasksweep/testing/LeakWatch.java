package io.tasksweep.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.tasksweep.testing.Leaks.Outlet;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails every test in which something leaked that must not (I10, B9). Registered for the whole suite, at whose end it prints how much
 * was examined.
 */
public final class LeakWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    /** Servers that only tests have, and the check for blocked threads, which shows the blocked thread's stack on purpose. */
    private static final List<String> NOT_THE_SERVICE = List.of(
            "org.gaul", "org.eclipse", "org.jclouds", "redis.embedded", "io.vertx.core.impl.BlockedThreadChecker");

    static {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (NOT_THE_SERVICE.stream().noneMatch(event.getLoggerName()::startsWith)) {
                    Leaks.saw(outlet(event.getLevel().levelInt), text(event));
                }
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(appender);
    }

    static Outlet outlet(int level) {
        return level >= Level.ERROR_INT ? Outlet.ERROR : level >= Level.WARN_INT ? Outlet.WARNING : Outlet.QUIET_LOG;
    }

    static String text(ILoggingEvent event) {
        String values =
                event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs().toString();
        String trace = event.getThrowableProxy() == null ? "" : trace(event);
        return event.getFormattedMessage() + " " + values + " " + trace;
    }

    /** The service's own appender leaves traces out below ERROR. */
    private static String trace(ILoggingEvent event) {
        return event.getLevel().isGreaterOrEqual(Level.ERROR)
                ? ThrowableProxyUtil.asString(event.getThrowableProxy())
                : event.getThrowableProxy().getMessage();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(LeakWatch.class))
                .getOrComputeIfAbsent(Summary.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        List<String> leaks = Leaks.OF_THE_RUN.drain();
        if (!leaks.isEmpty()) {
            throw new AssertionError("It leaked: " + leaks);
        }
    }

    /** At the end of the run. */
    static final class Summary implements AutoCloseable {
        @Override
        public void close() {
            System.out.println(Leaks.OF_THE_RUN.summary());
            check();
        }
    }
}
