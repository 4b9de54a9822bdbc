package io.tasksweep.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches everything that leaves the service, in any test of the run, for what must not leave it (I10): the words that the fixtures
 * use for roots, buckets, endpoints, keys and secrets, any token, class names, and lines of stack traces.
 */
public final class Leaks {
    /** All of this run, over all tests. */
    static final Leaks OF_THE_RUN = new Leaks();

    /** What is looked for. */
    private static final class Words {
        private static final String SECRETS = Pattern.quote(TestingTokens.SECRET)
                + "|" + Pattern.quote(TestingS3.SECRET_KEY)
                + "|marker-secret|secret-of-redis"
                + "|eyJ[\\w-]{8,}\\.[\\w-]{8,}";
        private static final String TRACE =
                "\\bat [\\w.$/]+\\([\\w$]+\\.java:\\d+\\)|\\b(?:java|javax|io\\.vertx|io\\.netty|io\\.tasksweep)"
                        + "\\.[\\w.$]*[A-Z]\\w*|\\b\\w+Exception\\b";
        private static final String PLACES = "tasksweep-share-|tasksweep-audit-|/share/workflows|127\\.0\\.0\\.1"
                + "|\\b" + TestingS3.BUCKET + "\\b|" + Pattern.quote(TestingS3.ACCESS_KEY);

        private Words() {}
    }

    /** What leaves the service, and what it must not hold. */
    public enum Outlet {
        ANSWER(Words.SECRETS + "|" + Words.TRACE + "|" + Words.PLACES),
        AUDIT(Words.SECRETS + "|" + Words.TRACE + "|" + Words.PLACES),
        METRICS(Words.SECRETS + "|" + Words.TRACE + "|" + Words.PLACES),
        EVENT(Words.SECRETS + "|" + Words.TRACE + "|" + Words.PLACES),
        /** A log line below WARN: no endpoint either. */
        QUIET_LOG(Words.SECRETS + "|127\\.0\\.0\\.1:\\d+|\\bat [\\w.$/]+\\([\\w$]+\\.java:\\d+\\)"),
        /** A log line of level WARN. */
        WARNING(Words.SECRETS + "|\\bat [\\w.$/]+\\([\\w$]+\\.java:\\d+\\)"),
        /** A log line of level ERROR: a bug's stack trace may stand there. */
        ERROR(Words.SECRETS);

        private final Pattern forbidden;

        Outlet(String forbidden) {
            this.forbidden = Pattern.compile(forbidden);
        }
    }

    private final Map<Outlet, Integer> examined = new EnumMap<>(Outlet.class);
    private final List<String> found = new ArrayList<>();

    /** Examines a text that has left the service in the run. */
    public static void saw(Outlet outlet, String text) {
        OF_THE_RUN.examine(outlet, text);
    }

    synchronized void examine(Outlet outlet, String text) {
        examined.merge(outlet, 1, Integer::sum);
        Matcher leak = outlet.forbidden.matcher(text);
        if (leak.find()) {
            int from = Math.max(0, leak.start() - 80);
            found.add(outlet + ": «" + leak.group() + "» in …"
                    + text.substring(from, Math.min(text.length(), leak.end() + 80)));
        }
    }

    /** What was found since the last call. */
    synchronized List<String> drain() {
        List<String> all = List.copyOf(found);
        found.clear();
        return all;
    }

    synchronized String summary() {
        return "examined for leaks: " + examined;
    }
}
