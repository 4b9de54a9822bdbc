package io.tasksweep.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails every test during which an event loop was blocked for longer than {@value #LIMIT_MILLIS} ms (I17). Registered for the whole
 * suite. Blocks before a service has warmed up do not count, nor does time during which the machine itself stood still.
 */
public final class BlockedEventLoops implements AfterEachCallback {
    static final int LIMIT_MILLIS = 200;
    static final int INTERVAL_MILLIS = 40;

    private static final Pattern BLOCKED = Pattern.compile("blocked for (\\d+) ms");
    private static final Standstills STANDSTILLS = Standstills.watched();
    private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

    static {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                String message = event.getFormattedMessage();
                if (message.contains("eventloop") && isBlocked(message)) {
                    SEEN.add(message);
                }
            }
        };
        appender.start();
        checkerLog().addAppender(appender);
    }

    /** The checker goes by the clock, which goes on while the machine stands still. */
    private static boolean isBlocked(String message) {
        Matcher blocked = BLOCKED.matcher(message);
        if (!blocked.find()) {
            return true;
        }
        long millis = Long.parseLong(blocked.group(1));
        return millis > LIMIT_MILLIS + STANDSTILLS.mostLateMillis(Duration.ofMillis(millis));
    }

    private static Logger checkerLog() {
        return (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    }

    /** Options of a Vert.x that notices a block soon enough to be believed. */
    public static VertxOptions strict() {
        return new VertxOptions()
                .setMaxEventLoopExecuteTime(LIMIT_MILLIS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(INTERVAL_MILLIS)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
    }

    /** What was seen since the last call. */
    public static List<String> drain() {
        synchronized (SEEN) {
            List<String> seen = List.copyOf(SEEN);
            SEEN.clear();
            return seen;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** Throws if a block was seen since the last check. */
    static void check() {
        List<String> blocked = drain();
        if (!blocked.isEmpty()) {
            throw new AssertionError("An event loop was blocked: " + blocked);
        }
    }
}
